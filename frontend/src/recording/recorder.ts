/** Records the call of this tab: one picture, one sound, pieces of two seconds that are sent while it goes on. */

import type { Captioned, RecordingView } from "../generated/wire";
import { Emitter } from "../lib/emitter";
import { gateway } from "../realtime/client";
import { Refused } from "../realtime/requests";
import { sendTo } from "./http";
import { Picture } from "./picture";
import { Sender } from "./sender";
import { Sound } from "./sound";
import { openPieces, type PieceStore } from "./store";
import { Following } from "./webm";

const SLICE_MS = 2000;
const KEEP_EVERY_MS = 4000;
const AGAIN_AFTER_MS = 1000;
const SAID_MOST_MS = 60_000;
const TYPES = ["video/webm;codecs=vp8,opus", "video/webm"];

export interface RecorderEvents {
  /** Since when nothing could be sent; null: all is well again. */
  held: { since: number | null };
  /** The server takes no more; what it did not take is kept in this browser. */
  full: undefined;
  /** This browser has no space left to keep a piece; it and what comes after it are lost. */
  crowded: undefined;
  /** A piece was refused; it is kept in this browser. */
  aside: undefined;
  /** The server says that it has ended. */
  over: undefined;
  ended: undefined;
}

/** Can this browser record at all? */
export function canRecord(): boolean {
  const draws = typeof CanvasCaptureMediaStreamTrack === "function" && typeof AudioContext === "function";
  return (
    draws && typeof MediaRecorder === "function" && TYPES.some((type) => MediaRecorder.isTypeSupported(type))
  );
}

export class Recorder {
  readonly events = new Emitter<RecorderEvents>();
  private readonly picture: Picture;
  private readonly sound = new Sound();
  private readonly sender: Sender;
  private readonly media: MediaRecorder;
  private readonly stopped: Promise<void>;
  private readonly keeping: number;
  private readonly following = new Following();
  private n = 0;
  private crowded = false;
  private making: Promise<void> = Promise.resolve();
  private begun: Promise<void> = Promise.resolve();
  private stops: (() => void)[] = [];
  /** When the first words of what is being said were heard. */
  private readonly said = new Map<string, number>();

  /** `run`: how many were begun before; `watching`: this tab only looks on and is not in the picture. */
  constructor(
    private readonly id: number,
    private readonly run = 0,
    watching = false,
    store: PieceStore = openPieces(),
  ) {
    this.picture = new Picture(watching);
    const heard = (state: RecordingView["state"]): void => {
      if (state !== "running") this.events.emit("over", undefined);
    };
    this.sender = new Sender(id, store, sendTo(heard));
    this.sender.events.on("held", (held) => this.events.emit("held", held));
    this.sender.events.on("aside", () => this.events.emit("aside", undefined));
    this.sender.events.on("full", () => this.events.emit("full", undefined));
    const stream = new MediaStream([this.picture.track, this.sound.track]);
    const options = {
      mimeType: TYPES.find((type) => MediaRecorder.isTypeSupported(type)) ?? "video/webm",
      videoBitsPerSecond: 1_500_000,
      audioBitsPerSecond: 96_000,
      // Without it key frames are so rare that nobody can seek.
      videoKeyFrameIntervalDuration: 4000,
    };
    this.media = new MediaRecorder(stream, options);
    this.stopped = new Promise((resolve) => this.media.addEventListener("stop", () => resolve()));
    this.media.addEventListener("dataavailable", ({ data }) => this.take(data));
    this.media.addEventListener("start", () => {
      this.begun = this.tellRun();
    });
    this.media.start(SLICE_MS);
    this.keeping = window.setInterval(() => void this.keep(), KEEP_EVERY_MS);
    this.listen();
  }

  pause(on: boolean): void {
    if (on && this.media.state === "recording") this.media.pause();
    if (!on && this.media.state === "paused") this.media.resume();
  }

  /** Ends it; resolves when all pieces are sent and the server knows so. */
  async stop(): Promise<void> {
    for (const stop of this.stops) stop();
    window.clearInterval(this.keeping);
    if (this.media.state !== "inactive") {
      this.media.stop();
      await this.stopped;
    }
    this.picture.stop();
    this.sound.stop();
    try {
      await this.making;
      await this.sender.settled();
    } finally {
      await gateway.request("recording.finish", { recording: this.id }).catch(() => undefined);
      this.events.emit("ended", undefined);
    }
  }

  private listen(): void {
    const hurry = (): void => this.sender.hurry();
    window.addEventListener("online", hurry);
    this.stops = [
      () => window.removeEventListener("online", hurry),
      gateway.own.on("ready", hurry),
      gateway.on("calls.captioned", (said) => this.hear(said)),
    ];
  }

  /** One after the other, so that pieces keep their order. */
  private take(data: Blob): void {
    if (data.size === 0) return;
    const n = this.n++;
    this.making = this.making
      .then(() => (this.crowded ? undefined : this.make(n, data)))
      .catch(() => {
        this.crowded = true;
        this.events.emit("crowded", undefined);
      });
  }

  private async make(n: number, data: Blob): Promise<void> {
    const content = await data.arrayBuffer();
    const before = this.following.take(content);
    await this.begun;
    await this.sender.add({ recording: this.id, run: this.run, n, content, ...before });
  }

  /** Pieces of a run that was not told are refused, so it is said until it is heard. */
  private async tellRun(): Promise<void> {
    for (;;) {
      try {
        await gateway.request("recording.run", { recording: this.id, run: this.run });
        return;
      } catch (error) {
        if (!(error instanceof Refused && error.unanswered)) return;
        await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER_MS));
      }
    }
  }

  private async keep(): Promise<void> {
    const view = await gateway.request("recording.keep", { recording: this.id }).catch(() => null);
    if (view && view.state !== "running") this.events.emit("over", undefined);
  }

  /** Its time is that of its first word; its words are known at its end. */
  private hear({ peer, line, text, final }: Captioned): void {
    const key = `${peer} ${line}`;
    const now = performance.now();
    const began = this.said.get(key) ?? now;
    this.said.set(key, began);
    if (!final) return;
    this.said.delete(key);
    const since_ms = Math.min(SAID_MOST_MS, Math.round(now - began));
    const caption = { recording: this.id, peer, text, since_ms };
    gateway.request("recording.caption", caption).catch(() => undefined);
  }
}
