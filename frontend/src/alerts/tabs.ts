/** What the tabs of one browser settle among themselves: who tells, and whether one of them has the focus. */

const TELLING = "samovar:telling";
const FOCUS = "samovar:focus";
const TOLD = "samovar:told";
const REMEMBERED = 50;
/** A tab that may not make a sound yet lets the others go first, in ms. */
const COURTESY = 250;

/** True in exactly one tab for each `id`. */
export async function isFirstToTell(id: string): Promise<boolean> {
  if (!navigator.userActivation?.hasBeenActive) await new Promise((go) => setTimeout(go, COURTESY));
  // Locks are missing on plain http: then a tab may be late by a moment, and both tell.
  return navigator.locks ? await navigator.locks.request(TELLING, () => claim(id)) : claim(id);
}

function claim(id: string): boolean {
  const told = remembered();
  if (told.includes(id)) return false;
  localStorage.setItem(TOLD, JSON.stringify([...told, id].slice(-REMEMBERED)));
  return true;
}

function remembered(): string[] {
  try {
    const told: unknown = JSON.parse(localStorage.getItem(TOLD) ?? "[]");
    return Array.isArray(told) ? told.filter((id) => typeof id === "string") : [];
  } catch {
    return [];
  }
}

let letGo: (() => void) | null = null;

/** From now on the other tabs know when this one has the focus. */
export function shareFocus(): void {
  window.addEventListener("focus", hold);
  window.addEventListener("blur", release);
  if (document.hasFocus()) hold();
}

function hold(): void {
  if (letGo || !navigator.locks) return;
  const held = new Promise<void>((done) => {
    letGo = done;
  });
  navigator.locks.request(FOCUS, { mode: "shared" }, () => held).catch(() => undefined);
}

function release(): void {
  letGo?.();
  letGo = null;
}

/** Does somebody look at any tab of this browser? */
export async function someTabHasFocus(): Promise<boolean> {
  if (document.hasFocus() || !navigator.locks) return document.hasFocus();
  const { held } = await navigator.locks.query();
  return held?.some(({ name }) => name === FOCUS) ?? false;
}
