/** Is a machine quick enough? Told by how long its pictures take, not by how many a camera happens to give. */

/** What fewer are seen as stutter. */
const LEAST_PER_SECOND = 12;
const OVER_MS = 5000;

export class Pace {
  private since: number | null = null;
  private pictures = 0;
  private spent = 0;

  /** One picture took `ms` and was ready at `now`. True when those of the last seconds came too slowly. */
  tooSlow(ms: number, now: number): boolean {
    this.since ??= now;
    this.pictures += 1;
    this.spent += ms;
    if (now - this.since < OVER_MS) return false;
    const slow = this.spent / this.pictures > 1000 / LEAST_PER_SECOND;
    this.since = now;
    this.pictures = 0;
    this.spent = 0;
    return slow;
  }
}
