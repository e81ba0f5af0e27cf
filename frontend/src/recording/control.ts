/** What a host does: begin, pause, end. The recorder itself is loaded when it is needed. */

import { toast } from "../enhance/toasts";
import { Emitter } from "../lib/emitter";
import { t } from "../lib/i18n";
import { callSession } from "../media/session";
import { gateway } from "../realtime/client";
import { lockOf, note, unnote } from "./left";
import { crowdedText, fullText, refusedText } from "./notice";
import type { Recorder } from "./recorder";
import { running } from "./running";

const TOLD_AFTER_MS = 8000;

export class RecordingControl {
  readonly events = new Emitter<{ change: undefined }>();
  busy = false;
  /** Since when nothing reaches the server, in ms of `performance.now()`. */
  heldSince: number | null = null;
  /** The server did not take a piece of what is recorded here; it is kept in this browser. */
  refused = false;
  private recorder: Recorder | null = null;
  private id = 0;

  constructor() {
    running.events.on("turned", ({ now }) => {
      if (now.id !== this.id || !this.recorder) return;
      if (now.state !== "running") void this.end();
      else this.recorder.pause(now.paused);
    });
    callSession.events.on("ended", () => {
      if (this.recorder) void this.stop();
    });
  }

  /** Does this very tab record? */
  get here(): boolean {
    return this.recorder !== null;
  }

  /** Begin, here or on the server. Rejects with Refused. */
  async start(onServer = false): Promise<void> {
    if (this.busy || running.current) return;
    await this.doing(async () => {
      const { room, peer } = callSession.address;
      if (onServer) {
        running.take(await gateway.request("recording.start", { room, peer, on_server: true }, 60_000));
        return;
      }
      const { Recorder, canRecord } = await import("./recorder");
      if (!canRecord()) {
        toast(t("This browser cannot record."), "error");
        return;
      }
      const view = await gateway.request("recording.start", { room, peer, on_server: false });
      this.id = view.id;
      note(view.id);
      this.record(new Recorder(view.id));
      running.take(view);
    });
  }

  /** Record what somebody began elsewhere: this page is the headless recorder of the server. */
  async watch(recording: number, run: number): Promise<void> {
    const { Recorder } = await import("./recorder");
    this.id = recording;
    const recorder = new Recorder(recording, run, true);
    recorder.events.on("ended", () => {
      document.documentElement.dataset.recorded = "true";
    });
    this.record(recorder);
  }

  /** End what runs. Rejects with Refused. */
  async stop(): Promise<void> {
    const { current } = running;
    if (this.recorder) void this.end();
    if (current)
      await this.doing(async () => void (await gateway.request("recording.stop", { recording: current.id })));
  }

  async pause(paused: boolean): Promise<void> {
    const { current } = running;
    if (current) {
      await this.doing(
        async () => void (await gateway.request("recording.pause", { recording: current.id, paused })),
      );
    }
  }

  private record(recorder: Recorder): void {
    this.recorder = recorder;
    this.refused = false;
    recorder.events.on("aside", () => this.keptHere(refusedText()));
    // Other tabs leave its pieces to it for as long as it holds this.
    const ended = new Promise<void>((resolve) => recorder.events.on("ended", () => resolve()));
    void navigator.locks.request(lockOf(this.id), () => ended);
    recorder.events.on("held", ({ since }) => this.held(since));
    recorder.events.on("over", () => void this.end());
    recorder.events.on("full", () => {
      this.keptHere(fullText());
      void this.end();
    });
    recorder.events.on("crowded", () => {
      this.keptHere(crowdedText());
      void this.end();
    });
    window.addEventListener("beforeunload", warn);
  }

  /** Lets the recorder send what is left; the call may go on meanwhile. */
  private async end(): Promise<void> {
    const { recorder, id } = this;
    if (!recorder) return;
    this.recorder = null;
    this.held(null);
    this.changed();
    try {
      await recorder.stop();
    } finally {
      window.removeEventListener("beforeunload", warn);
    }
    if (!this.refused) unnote(id);
  }

  private keptHere(text: string): void {
    if (this.refused) return;
    this.refused = true;
    toast(text, "error");
    this.changed();
  }

  private held(since: number | null): void {
    this.heldSince = since;
    this.changed();
    if (since !== null) window.setTimeout(() => this.changed(), TOLD_AFTER_MS);
  }

  private async doing(act: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    this.changed();
    try {
      await act();
    } finally {
      this.busy = false;
      this.changed();
    }
  }

  private changed(): void {
    this.events.emit("change", undefined);
  }
}

/** A tab that records asks before it is closed. */
function warn(event: BeforeUnloadEvent): void {
  event.preventDefault();
}

export const control = new RecordingControl();
