/** Somebody in the call, by whichever way his media come just now. */

import type { Feed, MediaParticipant, MediaSession, Publication, Reach } from "./mediaSession";
import type { Proof } from "./proof";

export class WayParticipant implements MediaParticipant {
  /** `ways`: the newest first; the others are on their way out and go on until the newest is proven. */
  constructor(
    readonly identity: string,
    private readonly ways: () => readonly MediaSession[],
    private readonly proof: Proof,
  ) {}

  get reach(): Reach {
    const reaches = this.there().map(({ reach }) => reach);
    const order: Reach[] = ["connected", "interrupted", "connecting", "closed"];
    return order.find((reach) => reaches.includes(reach)) ?? "connecting";
  }

  publication(source: Feed): Publication | null {
    const found = this.there().flatMap((way) => {
      const publication = way.publication(source);
      return publication ? [{ way, publication }] : [];
    });
    const living = found.filter(({ way }) => way.reach === "connected");
    // Where nothing comes by the others any more there is nothing to wait for.
    if (living.length < 2) return (living[0] ?? found.at(-1))?.publication ?? null;
    const ready = living.find(({ publication }) => this.proof.has(publication)) ?? living.at(-1);
    return ready?.publication ?? null;
  }

  async stats(): Promise<RTCStatsReport | null> {
    for (const way of this.there()) {
      const report = way.reach === "connected" ? await way.stats() : null;
      if (report) return report;
    }
    return null;
  }

  private there(): MediaParticipant[] {
    return this.ways().flatMap((way) => way.participants.get(this.identity) ?? []);
  }
}
