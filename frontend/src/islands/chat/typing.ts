/** Milliseconds for which a sign of typing counts. */
export const LASTS = 4_000;
/** Milliseconds between two signs of one's own. */
export const EVERY = 2_000;

/** Who types just now, and when one's own sign is due. Times are milliseconds of one clock. */
export class TypingSigns {
  private readonly until = new Map<number, number>();
  private told = Number.NEGATIVE_INFINITY;

  /** Somebody typed. */
  sign(participant: number, now: number): void {
    this.until.set(participant, now + LASTS);
  }

  /** His message is there, or he is gone. */
  stop(participant: number): void {
    this.until.delete(participant);
  }

  /** Who types, in the order they began. */
  who(now: number): number[] {
    for (const [participant, until] of this.until) if (until <= now) this.until.delete(participant);
    return [...this.until.keys()];
  }

  /** True when the others should be told that one types; then it was told. */
  due(now: number): boolean {
    if (now - this.told < EVERY) return false;
    this.told = now;
    return true;
  }
}
