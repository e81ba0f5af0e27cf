/** Whose sound and picture do not come, although the person is in the call: after a while that has to be said. */

import { Emitter } from "../lib/emitter";
import { type CallSession, callSession } from "./session";

const PATIENCE_MS = 8000;

export class Unreached {
  readonly events = new Emitter<{ change: undefined }>();
  private readonly timers = new Map<string, number>();
  private readonly late = new Set<string>();

  constructor(private readonly call: CallSession) {
    call.events.on("change", () => this.follow());
  }

  /** Is this one waited for in vain? */
  has(peer: string): boolean {
    return this.late.has(peer);
  }

  private follow(): void {
    const waiting = new Set<string>();
    for (const { peer, me, reach } of this.call.tiles) if (!me && reach !== "connected") waiting.add(peer);
    for (const [peer, timer] of this.timers) {
      if (waiting.has(peer)) continue;
      window.clearTimeout(timer);
      this.timers.delete(peer);
      this.late.delete(peer);
    }
    for (const peer of waiting) {
      if (!this.timers.has(peer))
        this.timers.set(
          peer,
          window.setTimeout(() => this.giveUp(peer), PATIENCE_MS),
        );
    }
  }

  private giveUp(peer: string): void {
    this.late.add(peer);
    this.events.emit("change", undefined);
  }
}

export const unreached = new Unreached(callSession);
