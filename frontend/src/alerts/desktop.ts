import { t } from "../lib/i18n";
import { visit } from "../shell/navigation";

const WORKER = "/push-worker.js";
const shown = new Map<string, Notification>();

/** Shows a note on the desktop; a later one of the same key takes its place. Pressed, it leads to `target`. */
export function showNote(key: string, text: string, target: string): void {
  const icon = document.querySelector<HTMLLinkElement>("link[rel=icon]")?.href;
  try {
    const note = new Notification(t("Samovar"), { body: text, tag: key, ...(icon ? { icon } : {}) });
    shown.set(key, note);
    note.onclick = () => {
      window.focus();
      note.close();
      follow(target);
    };
    note.onclose = () => {
      if (shown.get(key) === note) shown.delete(key);
    };
  } catch {
    // Browsers of phones have the word but show nothing for a page.
  }
}

/** What it told of was seen, here or on another device. */
export function closeNote(key: string): void {
  shown.get(key)?.close();
  shown.delete(key);
  void closeTold({ tag: key });
}

export function closeAllNotes(): void {
  for (const note of shown.values()) note.close();
  shown.clear();
  void closeTold({});
}

/** What was shown while no page was open. */
async function closeTold(which: GetNotificationOptions): Promise<void> {
  const worker = await workerHere();
  for (const note of (await worker?.getNotifications(which)) ?? []) note.close();
}

async function workerHere(): Promise<ServiceWorkerRegistration | null> {
  if (!("serviceWorker" in navigator)) return null;
  return (await navigator.serviceWorker.getRegistration(WORKER).catch(() => null)) ?? null;
}

/** Is this browser told of the same by push, which shows it while none of its pages is in sight? */
export async function isToldByPush(): Promise<boolean> {
  if (document.visibilityState === "visible") return false;
  const worker = await workerHere();
  return ((await worker?.pushManager?.getSubscription()) ?? null) !== null;
}

function follow(target: string): void {
  const address = new URL(target, location.href);
  if (address.origin !== location.origin) return;
  if (address.pathname !== location.pathname) visit(target);
  else if (address.hash) location.hash = address.hash;
}
