import { HttpRefusal, isRecord, request } from "../lib/http";
import { t } from "../lib/i18n";
import { visit } from "../shell/navigation";

const DOOR = "/api/notifications/devices/";
const WORKER = "/push-worker.js";

/** Turning on and off that this browser is told while no page is open. Asks only when pressed. */
export function enhancePush(): void {
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-push-turn]") : null;
    if (button instanceof HTMLButtonElement) void press(button);
  });
}

/** Shows in the settings what this browser can do and does. */
export function offerPush(page: ParentNode): void {
  const part = page.querySelector<HTMLElement>("[data-push]");
  if (part !== null) void draw(part);
}

async function draw(part: HTMLElement): Promise<void> {
  const state = await stateHere();
  part.dataset.push = state;
  for (const shown of part.querySelectorAll<HTMLElement>("[data-push-when]")) {
    shown.hidden = shown.dataset.pushWhen !== state;
  }
}

async function stateHere(): Promise<"missing" | "denied" | "on" | "off"> {
  if (!window.isSecureContext || !("serviceWorker" in navigator) || !("PushManager" in window))
    return "missing";
  if (Notification.permission === "denied") return "denied";
  return (await isKnown()) ? "on" : "off";
}

/** The server knows this browser's address for the person who is logged in. */
async function isKnown(): Promise<boolean> {
  const subscription = await subscriptionHere();
  const mine = subscription && localStorage.getItem(placeOf(subscription.endpoint));
  if (!mine) return false;
  const answer = await request("GET", DOOR);
  const devices = isRecord(answer) && Array.isArray(answer.devices) ? answer.devices : [];
  return devices.some((device) => isRecord(device) && String(device.id) === mine);
}

async function subscriptionHere(): Promise<PushSubscription | null> {
  const registration = await navigator.serviceWorker.getRegistration(WORKER);
  return (await registration?.pushManager.getSubscription()) ?? null;
}

function placeOf(endpoint: string): string {
  return `samovar:push:${endpoint.slice(-40)}`;
}

async function press(button: HTMLButtonElement): Promise<void> {
  const part = button.closest<HTMLElement>("[data-push]");
  if (part === null) return;
  const place = part.querySelector<HTMLElement>("[data-push-error]");
  if (place) place.hidden = true;
  button.disabled = true;
  try {
    await (button.dataset.pushTurn === "on" ? turnOn() : turnOff());
    visit(location.pathname);
  } catch (error) {
    if (place) {
      place.textContent = sentenceOf(error);
      place.hidden = false;
    }
    await draw(part);
  } finally {
    button.disabled = false;
  }
}

async function turnOn(): Promise<void> {
  if ((await Notification.requestPermission()) !== "granted")
    throw new Error(t("The browser was not allowed to."));
  const answer = await request("GET", DOOR);
  const key = isRecord(answer) && typeof answer.key === "string" ? answer.key : "";
  await navigator.serviceWorker.register(WORKER);
  const { pushManager } = await navigator.serviceWorker.ready;
  const before = await pushManager.getSubscription();
  // Of an installation with other keys: it would tell nothing here.
  if (before !== null && !isFor(before, key)) await before.unsubscribe();
  const made = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
  const device = await request("POST", DOOR, made.toJSON());
  if (isRecord(device)) localStorage.setItem(placeOf(made.endpoint), String(device.id));
}

function isFor(subscription: PushSubscription, key: string): boolean {
  const own = subscription.options.applicationServerKey;
  if (own === null) return false;
  const text = btoa(String.fromCharCode(...new Uint8Array(own)));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "") === key;
}

async function turnOff(): Promise<void> {
  const subscription = await subscriptionHere();
  if (subscription === null) return;
  const place = placeOf(subscription.endpoint);
  const device = localStorage.getItem(place);
  localStorage.removeItem(place);
  await subscription.unsubscribe();
  if (device !== null) await request("DELETE", `${DOOR}${device}/`);
}

function sentenceOf(error: unknown): string {
  if (error instanceof HttpRefusal && error.message) return error.message;
  if (error instanceof DOMException && error.name === "AbortError") {
    return t("The browser could not reach its push service.");
  }
  return error instanceof Error && !(error instanceof TypeError) && error.message
    ? error.message
    : t("That did not work. Please try again.");
}
