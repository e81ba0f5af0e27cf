import { Emitter } from "../lib/emitter";

const KEY = "samovar:alerts";

/** What was chosen on this device: a sound for what is new, a note on the desktop. */
export interface DeviceChoice {
  sound: boolean;
  desktop: boolean;
  /** The offer of notes on the desktop was put aside. */
  asked: boolean;
}

const BEGINNING: DeviceChoice = { sound: true, desktop: false, asked: false };

export const deviceEvents = new Emitter<{ changed: undefined }>();

/** As it is now, whichever tab chose it. */
export function deviceChoice(): DeviceChoice {
  try {
    return { ...BEGINNING, ...(JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<DeviceChoice>) };
  } catch {
    return BEGINNING;
  }
}

export function chooseOnDevice(change: Partial<DeviceChoice>): void {
  localStorage.setItem(KEY, JSON.stringify({ ...deviceChoice(), ...change }));
  deviceEvents.emit("changed", undefined);
}

window.addEventListener("storage", (event) => {
  if (event.key === KEY) deviceEvents.emit("changed", undefined);
});

/** What the browser says of notes on the desktop: `missing` where it has none, as on many phones. */
export function desktopPermission(): NotificationPermission | "missing" {
  return "Notification" in window && window.isSecureContext ? Notification.permission : "missing";
}

/** Asks the browser, after a press alone; remembers the answer. */
export async function askForDesktop(): Promise<void> {
  const answer = desktopPermission() === "missing" ? "denied" : await Notification.requestPermission();
  chooseOnDevice({ desktop: answer === "granted", asked: true });
}

/** May a note be shown on the desktop? */
export function wantsDesktop(): boolean {
  return deviceChoice().desktop && desktopPermission() === "granted";
}
