/** Is the call of this tab being recorded, since when, and by whom: as the server tells everybody in the room. */

import type { RecordingView } from "../generated/wire";
import { Emitter } from "../lib/emitter";
import { callSession } from "../media/session";
import type { Gateway } from "../realtime/client";
import { gateway as theGateway } from "../realtime/client";

export interface RunningEvents {
  change: undefined;
  /** It is in another state than before; `before` is null when nothing was known of it. */
  turned: { now: RecordingView; before: RecordingView | null };
}

/** Milliseconds recorded until `now` (both clocks are this machine's). */
export function recordedMs(view: RecordingView, heardAt: number, now: number): number {
  const goesOn = view.state === "running" && !view.paused;
  return view.elapsed_ms + (goesOn ? Math.max(0, now - heardAt) : 0);
}

export class RunningRecording {
  readonly events = new Emitter<RunningEvents>();
  private view: RecordingView | null = null;
  private heardAt = 0;
  private room = 0;
  private stops: (() => void)[] = [];

  constructor(private readonly gateway: Gateway) {}

  /** What runs, or null. */
  get current(): RecordingView | null {
    return this.view?.state === "running" ? this.view : null;
  }

  /** Milliseconds recorded so far. */
  get elapsed(): number {
    return this.view ? recordedMs(this.view, this.heardAt, performance.now()) : 0;
  }

  /** Hear of the recordings of this room from now on; 0 of none. */
  follow(room: number): void {
    if (room === this.room) return;
    for (const stop of this.stops) stop();
    this.stops = [];
    this.room = room;
    this.view = null;
    if (room) {
      this.stops = [
        this.gateway.onStream(`r:${room}`, "recordings.changed", ({ recording }) => this.take(recording)),
        this.gateway.own.on("ready", () => void this.ask()),
      ];
      void this.ask();
    }
    this.events.emit("change", undefined);
  }

  /** What the server says of it. */
  take(view: RecordingView): void {
    const before = this.view?.id === view.id ? this.view : null;
    // What ended before is no news of the one that runs.
    if (!before && view.state !== "running") return;
    this.view = view;
    this.heardAt = performance.now();
    this.events.emit("turned", { now: view, before });
    this.events.emit("change", undefined);
  }

  private async ask(): Promise<void> {
    const { room } = this;
    // Without an answer the next event tells.
    const answer = await this.gateway.request("recording.state", { room }).catch(() => null);
    if (!answer || room !== this.room) return;
    if (answer.recording) this.take(answer.recording);
    else if (this.current) {
      this.view = null;
      this.events.emit("change", undefined);
    }
  }
}

/** The recording of the call or, without one, of the room this tab shows. */
export const running = new RunningRecording(theGateway);

callSession.events.on("change", () => {
  if (callSession.room) running.follow(callSession.room.id);
});
