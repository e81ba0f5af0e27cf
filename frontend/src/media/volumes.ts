/** How loud each of the others is to be here. Remembered by person, told to nobody. */

import type { Person } from "../generated/wire";
import { Emitter } from "../lib/emitter";

const REMEMBERED = "samovar.volumes";
const MOST = 200;

export class Volumes {
  readonly events = new Emitter<{ change: undefined }>();
  private readonly known: Map<string, number>;

  constructor(stored: string | null = read()) {
    this.known = parse(stored);
  }

  /** From 0, silent, to 1, as it comes. */
  of(person: Person): number {
    return this.known.get(keyOf(person)) ?? 1;
  }

  set(person: Person, volume: number): void {
    const key = keyOf(person);
    // The last one set stands last, so that what is forgotten is what was set long ago.
    this.known.delete(key);
    if (volume < 1) this.known.set(key, Math.max(0, volume));
    try {
      localStorage.setItem(REMEMBERED, JSON.stringify([...this.known].slice(-MOST)));
    } catch {
      // Storage may be full or forbidden; then it holds for this page only.
    }
    this.events.emit("change", undefined);
  }
}

/** People are known again in other rooms, guests as long as they are here. */
function keyOf({ id, user }: Person): string {
  return user === null ? `g${id}` : `u${user}`;
}

function read(): string | null {
  try {
    return localStorage.getItem(REMEMBERED);
  } catch {
    return null;
  }
}

function parse(stored: string | null): Map<string, number> {
  const known = new Map<string, number>();
  let rows: unknown;
  try {
    rows = JSON.parse(stored ?? "[]");
  } catch {
    return known;
  }
  for (const row of Array.isArray(rows) ? rows : []) {
    const [key, volume]: unknown[] = Array.isArray(row) ? row : [];
    if (typeof key === "string" && typeof volume === "number" && volume >= 0 && volume < 1)
      known.set(key, volume);
  }
  return known;
}

export const volumes = new Volumes();
