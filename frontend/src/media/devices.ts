/** Microphones, cameras and screens: opening them, what can go wrong, and what was chosen last time. */

import { blurred, type Unblurred, whyUnblurred } from "./blur";

export type Kind = "microphone" | "camera";
/**
 * Why a device does not open. `unsupported` also covers pages that are not served securely; `unblurred`: a camera whose
 * background could not be blurred, `slow`: not any more.
 */
export type Trouble = "blocked" | "absent" | "busy" | "unsupported" | "failed" | Unblurred;
export type Opened = { readonly track: MediaStreamTrack } | { readonly trouble: Trouble };
export type OpenedDevices = Readonly<Partial<Record<Kind, Opened>>>;
/** A screen comes with its sound where browser and person give it. */
export type OpenedScreen = Opened & { readonly sound?: MediaStreamTrack };

const SCREEN_FRAMES = { detail: 15, motion: 30 } as const;

/** `null` means the system's own choice. */
export interface Choice {
  readonly microphone: string | null;
  readonly camera: string | null;
  readonly speaker: string | null;
  readonly microphoneOn: boolean;
  readonly cameraOn: boolean;
  /** Is the background to be blurred? */
  readonly blur: boolean;
}

const REMEMBERED = "samovar.devices";
const FIRST: Choice = {
  microphone: null,
  camera: null,
  speaker: null,
  microphoneOn: true,
  cameraOn: true,
  blur: false,
};
const TROUBLES: Readonly<Record<string, Trouble>> = {
  NotAllowedError: "blocked",
  SecurityError: "blocked",
  NotFoundError: "absent",
  OverconstrainedError: "absent",
  NotReadableError: "busy",
  AbortError: "busy",
};

export function troubleOf(error: unknown): Trouble {
  return (error instanceof Error && TROUBLES[error.name]) || "failed";
}

/** What to ask for. A chosen device that is not there any more must not fail, hence no `exact`. */
export function constraintsFor(
  kind: Kind,
  device: string | null,
  { blur = false }: { blur?: boolean } = {},
): MediaTrackConstraints {
  const chosen = device ? { deviceId: { ideal: device } } : {};
  if (kind === "microphone") {
    return { ...chosen, echoCancellation: true, noiseSuppression: true, autoGainControl: true };
  }
  const picture = { ...chosen, width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 30 } };
  const blurred = { ...picture, backgroundBlur: true };
  return blur ? blurred : picture;
}

export async function openDevice(
  kind: Kind,
  device: string | null,
  { blur }: { blur: boolean } = rememberedChoice(),
): Promise<Opened> {
  const constraints = constraintsFor(kind, device, { blur });
  try {
    const stream = await ask(kind === "microphone" ? { audio: constraints } : { video: constraints });
    return await pick(stream, kind, blur);
  } catch (error) {
    return { trouble: navigator.mediaDevices ? troubleOf(error) : "unsupported" };
  }
}

/** Ask once for both; when that fails each alone, so that one device never costs the other. */
export async function openBoth(choice: Choice): Promise<Readonly<Record<Kind, Opened>>> {
  try {
    const stream = await ask({
      audio: constraintsFor("microphone", choice.microphone),
      video: constraintsFor("camera", choice.camera, choice),
    });
    return {
      microphone: await pick(stream, "microphone"),
      camera: await pick(stream, "camera", choice.blur),
    };
  } catch {
    const microphone = await openDevice("microphone", choice.microphone);
    return { microphone, camera: await openDevice("camera", choice.camera) };
  }
}

/** Nobody uses them (any more): their lights go out. */
export function stopAll({ microphone, camera }: OpenedDevices): void {
  for (const opened of [microphone, camera]) if (opened && "track" in opened) opened.track.stop();
}

/** What has to be before these are used. Where it fails they are stopped, and it rejects as that did. */
export async function before(asked: Promise<void>, opened: OpenedDevices): Promise<void> {
  try {
    await asked;
  } catch (error) {
    stopAll(opened);
    throw error;
  }
}

async function ask(constraints: MediaStreamConstraints): Promise<MediaStream> {
  return await navigator.mediaDevices.getUserMedia(constraints);
}

async function pick(stream: MediaStream, kind: Kind, blur = false): Promise<Opened> {
  const [track] = kind === "microphone" ? stream.getAudioTracks() : stream.getVideoTracks();
  if (!track) return { trouble: "absent" };
  if (kind === "microphone") return { track };
  track.contentHint = "motion";
  if (!blur) return { track };
  const shown = await blurred(track);
  // Before anybody else hears of it: who turns the camera on again must not wait for the same.
  shown?.addEventListener("ended", () => {
    if (whyUnblurred(shown) === "slow") rememberChoice({ ...rememberedChoice(), blur: false });
  });
  return shown ? { track: shown } : { trouble: "unblurred" };
}

export function screenCanBeShared(): boolean {
  return typeof navigator.mediaDevices?.getDisplayMedia === "function";
}

/** Let the person choose what to share; `blocked` also when he closes the browser's dialog. */
export async function openScreen(): Promise<OpenedScreen> {
  if (!screenCanBeShared()) return { trouble: "unsupported" };
  try {
    const stream = await navigator.mediaDevices.getDisplayMedia({
      video: { frameRate: { ideal: SCREEN_FRAMES.detail } },
      // As it is: what cleans voices spoils music.
      audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
    });
    const [track] = stream.getVideoTracks();
    const [sound] = stream.getAudioTracks();
    if (!track) return { trouble: "absent" };
    track.contentHint = "detail";
    return sound ? { track, sound } : { track };
  } catch (error) {
    return { trouble: troubleOf(error) };
  }
}

/** What a screen shows: text, which has to be sharp, or moving pictures, which have to be smooth. */
export async function hintScreen(track: MediaStreamTrack, hint: "detail" | "motion"): Promise<void> {
  track.contentHint = hint;
  // A browser that cannot change it while it runs goes on as before.
  await track.applyConstraints({ frameRate: { ideal: SCREEN_FRAMES[hint] } }).catch(() => undefined);
}

export interface Device {
  readonly id: string;
  readonly label: string;
}

/** Devices by kind. Labels are empty until one was allowed. */
export async function listDevices(): Promise<Readonly<Record<Kind | "speaker", Device[]>>> {
  const all = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  const of = (kind: MediaDeviceKind): Device[] =>
    all
      .filter((item) => item.kind === kind && item.deviceId)
      .map(({ deviceId, label }) => ({ id: deviceId, label }));
  return { microphone: of("audioinput"), camera: of("videoinput"), speaker: of("audiooutput") };
}

export function rememberedChoice(): Choice {
  try {
    return readChoice(JSON.parse(localStorage.getItem(REMEMBERED) ?? "null"));
  } catch {
    return FIRST;
  }
}

export function rememberChoice(choice: Choice): void {
  try {
    localStorage.setItem(REMEMBERED, JSON.stringify(choice));
  } catch {
    // Storage may be full or forbidden; then the choice holds for this page only.
  }
}

export function readChoice(value: unknown): Choice {
  if (typeof value !== "object" || value === null) return FIRST;
  const stored = new Map<string, unknown>(Object.entries(value));
  const device = (key: string): string | null => {
    const id = stored.get(key);
    return typeof id === "string" && id ? id : null;
  };
  return {
    microphone: device("microphone"),
    camera: device("camera"),
    speaker: device("speaker"),
    microphoneOn: stored.get("microphoneOn") !== false,
    cameraOn: stored.get("cameraOn") !== false,
    blur: stored.get("blur") === true,
  };
}
