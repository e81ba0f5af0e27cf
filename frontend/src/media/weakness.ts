/** Decides when a mesh is too much for this browser or its line. Pure: knows no connection. */

import type { Grade } from "./quality";

const LOOKS = 3;
const SAID_FOR_MS = 30_000;

export class Weakness {
  private poor = 0;
  private quietUntil = Number.NEGATIVE_INFINITY;

  /**
   * Take how well each of the others comes through at `now` (ms); true when it is time to complain: one was poor
   * several looks in a row. Once said, it is not said again for a while.
   */
  look(grades: readonly Grade[], now: number): boolean {
    this.poor = grades.includes("poor") ? this.poor + 1 : 0;
    if (this.poor < LOOKS || now < this.quietUntil) return false;
    this.poor = 0;
    this.quietUntil = now + SAID_FOR_MS;
    return true;
  }
}
