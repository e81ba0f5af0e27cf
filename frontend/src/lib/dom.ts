export { toast } from "../enhance/toasts";

/** Puts a text on the clipboard; false when the browser refuses. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

/** Where the clipboard interface is missing: plain http on a host that is not this machine. */
function copyBySelection(text: string): boolean {
  const focused = document.activeElement;
  const field = document.createElement("textarea");
  field.value = text;
  field.className = "sr-only";
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  return done;
}

/** Run when the page goes; returns how to stop that. */
export function onPageHide(run: () => void): () => void {
  window.addEventListener("pagehide", run);
  return () => window.removeEventListener("pagehide", run);
}
