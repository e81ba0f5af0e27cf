/**
 * How loud what comes over a connection is. Each packet of a voice tells it (RFC 6464), so nobody needs to listen:
 * an analyser for each of the others costs a call of six about a quarter of what its page does.
 */

/** What is asked of RTCRtpReceiver; `timestamp` stands still when nothing comes any more. */
export interface VoiceSource {
  getSynchronizationSources?(): readonly {
    readonly audioLevel?: number;
    readonly timestamp: number;
  }[];
}

/** Silence is told twice a second, so what is older is over. */
const STALE_AFTER_MS = 1000;

export class ReceivedLevel {
  private stamp = -1;
  private seenAt = 0;

  constructor(private readonly receiver: VoiceSource) {}

  /** Root mean square between 0 and 1 at `now` (ms); null where this browser or sender does not tell. */
  look(now: number): number | null {
    const sources = this.receiver.getSynchronizationSources?.();
    if (!sources) return null;
    const newest = sources.reduce<(typeof sources)[number] | null>(
      (found, source) => (found && found.timestamp >= source.timestamp ? found : source),
      null,
    );
    if (!newest) return 0;
    if (newest.timestamp !== this.stamp) {
      this.stamp = newest.timestamp;
      this.seenAt = now;
    }
    if (now - this.seenAt > STALE_AFTER_MS) return 0;
    return newest.audioLevel ?? null;
  }
}
