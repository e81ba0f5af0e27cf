/** Who speaks: the loudness of each voice, and from it a picture that does not flicker. */

/** From this loudness on somebody speaks. */
export const SPEAKS_ABOVE = 0.02;
const QUIET_AFTER_MS = 700;
const LEADS_AFTER_MS = 900;

/** Root mean square of samples between -1 and 1. */
export function loudness(samples: Float32Array): number {
  if (samples.length === 0) return 0;
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return Math.sqrt(sum / samples.length);
}

/** Spread loudness over a meter from 0 to 1 the way ears do: -60 dB is nothing, -10 dB is full. */
export function meter(rms: number): number {
  if (rms <= 0) return 0;
  return Math.min(1, Math.max(0, (20 * Math.log10(rms) + 60) / 50));
}

/** Tells who speaks and who leads the stage; somebody has to speak a little before he takes the lead. */
export class Speakers {
  private readonly since = new Map<string, number>();
  private readonly last = new Map<string, number>();
  private lead: string | null = null;

  get leading(): string | null {
    return this.lead;
  }

  /** Take loudness by person at `now` (ms) and return who speaks; `me` never leads. */
  hear(levels: ReadonlyMap<string, number>, now: number, me = ""): ReadonlySet<string> {
    for (const id of this.last.keys()) if (!levels.has(id)) this.forget(id);
    for (const [id, level] of levels) this.note(id, level, now);
    this.chooseLead(now, me);
    return new Set(this.last.keys());
  }

  private note(id: string, level: number, now: number): void {
    if (level >= SPEAKS_ABOVE) {
      if (!this.last.has(id)) this.since.set(id, now);
      this.last.set(id, now);
    } else if (now - (this.last.get(id) ?? now) > QUIET_AFTER_MS) {
      this.last.delete(id);
      this.since.delete(id);
    }
  }

  private chooseLead(now: number, me: string): void {
    if (this.lead && this.last.has(this.lead)) return;
    for (const [id, since] of this.since) {
      if (id === me || now - since < LEADS_AFTER_MS) continue;
      this.lead = id;
      return;
    }
  }

  private forget(id: string): void {
    this.last.delete(id);
    this.since.delete(id);
    if (this.lead === id) this.lead = null;
  }
}
