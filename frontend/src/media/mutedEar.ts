/**
 * Notices that somebody speaks whose microphone is off. Off means that nothing listens, so this is only for who
 * wants it: the microphone then stays open on this computer, and nothing of it leaves.
 */

import { Emitter } from "../lib/emitter";
import { openDevice, rememberedChoice } from "./devices";
import { SPEAKS_ABOVE } from "./levels";
import { Listening } from "./listening";
import { type CallSession, callSession } from "./session";

const WANTED = "samovar.tell-muted";
const LOOKS = 4;
const AGAIN_AFTER_MS = 15_000;

export class MutedEar {
  readonly events = new Emitter<{ heard: undefined }>();
  private track: MediaStreamTrack | null = null;
  private opening = false;
  private loud = 0;
  private silentUntil = 0;
  private readonly listening = new Listening((levels) => this.hear(levels.get("me") ?? 0));

  constructor(private readonly call: CallSession) {
    call.events.on("change", () => void this.follow());
  }

  get wanted(): boolean {
    return localStorage.getItem(WANTED) !== null;
  }

  want(on: boolean): void {
    if (on) localStorage.setItem(WANTED, "1");
    else localStorage.removeItem(WANTED);
    void this.follow();
  }

  private get needed(): boolean {
    return this.wanted && this.call.phase === "in" && !this.call.local.has("microphone");
  }

  private async follow(): Promise<void> {
    if (!this.needed) this.close();
    if (!this.needed || this.track || this.opening) return;
    this.opening = true;
    const opened = await openDevice("microphone", rememberedChoice().microphone);
    this.opening = false;
    if (!("track" in opened)) return;
    this.track = opened.track;
    // It may have been turned on, or the call ended, while the browser asked.
    if (this.needed) this.listening.follow(new Map([["me", opened]]));
    else this.close();
  }

  private close(): void {
    this.listening.stop();
    this.track?.stop();
    this.track = null;
    this.loud = 0;
  }

  /** A cough is no speech: it takes several looks in a row. */
  private hear(level: number): void {
    this.loud = level >= SPEAKS_ABOVE ? this.loud + 1 : 0;
    if (this.loud < LOOKS || performance.now() < this.silentUntil) return;
    this.silentUntil = performance.now() + AGAIN_AFTER_MS;
    this.events.emit("heard", undefined);
  }
}

export const mutedEar = new MutedEar(callSession);
