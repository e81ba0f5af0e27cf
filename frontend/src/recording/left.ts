/** Remembers which recordings this browser may still have pieces of, so that other pages need not look for them. */

const KEY = "samovar-recordings-left";

/** Where the server never wants them (its recording was deleted), pieces do not stay for ever. */
const KEPT_MS = 30 * 24 * 60 * 60 * 1000;

/** A recording and since when something of it may be left, in ms since 1970. */
type Left = readonly [recording: number, since: number];

function isLeft(value: unknown): value is Left {
  return Array.isArray(value) && typeof value[0] === "number" && typeof value[1] === "number";
}

function read(): Left[] {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(found) ? found.filter(isLeft) : [];
  } catch {
    return [];
  }
}

function write(left: readonly Left[]): void {
  try {
    if (left.length > 0) localStorage.setItem(KEY, JSON.stringify(left));
    else localStorage.removeItem(KEY);
  } catch {
    // A browser that keeps nothing has nothing left either.
  }
}

/** The name of the lock that a tab holds as long as it records. */
export function lockOf(recording: number): string {
  return `samovar-recording-${recording}`;
}

/** Pieces of this recording may be left when the tab dies. */
export function note(recording: number): void {
  write([...read().filter(([one]) => one !== recording), [recording, Date.now()]]);
}

/** All of it was sent. */
export function unnote(recording: number): void {
  write(read().filter(([one]) => one !== recording));
}

/** Of which recordings something may be left. */
export function noted(): readonly number[] {
  return read().map(([one]) => one);
}

/** Since when something of it may be left, in ms since 1970; 0 when nothing is noted. */
export function leftSince(recording: number): number {
  return read().find(([one]) => one === recording)?.[1] ?? 0;
}

/** Has it waited so long that nobody will take it any more? */
export function isStale(recording: number): boolean {
  const since = leftSince(recording);
  return since > 0 && Date.now() - since > KEPT_MS;
}
