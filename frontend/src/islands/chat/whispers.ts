import type { WhisperView } from "../../generated/wire";
import { Emitter } from "../../lib/emitter";
import { gateway } from "../../realtime/client";

/** The viewer's whispers in one room, shared by all parts of the page that show them. */
export class Whispers extends Emitter<{ changed: undefined }> {
  all: WhisperView[] = [];
  private stream: string | null = null;
  private holders = 0;
  private loaded = false;
  private stops: (() => void)[] = [];

  private constructor(readonly room: number) {
    super();
  }

  private static readonly shared = new Map<number, Whispers>();

  /** The whispers of this room; give them back by `release`. */
  static of(room: number): Whispers {
    const found = Whispers.shared.get(room) ?? new Whispers(room);
    Whispers.shared.set(room, found);
    found.holders += 1;
    if (found.holders === 1) found.begin();
    return found;
  }

  /** This part of the page is gone. */
  release(): void {
    this.holders -= 1;
    if (this.holders > 0) return;
    for (const stop of this.stops) stop();
    if (this.stream) gateway.closeStream(this.stream);
    Whispers.shared.delete(this.room);
  }

  /** Asks for what was whispered, and hears from now on of what is. */
  async load(kept: boolean): Promise<void> {
    const own = kept ? null : `w:${gateway.me ?? ""}`;
    if (own) gateway.expectStream(own);
    const answer = await gateway.request("message.whispers", { room: this.room }).catch(() => null);
    if (!answer) return;
    this.stream = answer.stream;
    this.loaded = true;
    for (const whisper of answer.whispers) this.add(whisper);
    if (answer.stream && answer.pos) gateway.openStream(answer.stream, answer.pos);
    this.emit("changed", undefined);
  }

  /** Whispers to a participant; rejects with Refused. */
  async send(to: number, body: string, cid: string): Promise<void> {
    await gateway.request("message.whisper", { room: this.room, cid, to, body });
  }

  private begin(): void {
    this.stops = [
      gateway.on("chat.whispered", ({ whisper }) => {
        if (whisper.room === this.room && this.add(whisper)) this.emit("changed", undefined);
      }),
      gateway.own.on("reset", ({ stream }) => {
        if (stream === this.stream) void this.load(false);
        // Those of kept rooms come on the viewer's own stream.
        else if (stream === gateway.me && this.loaded) void this.load(true);
      }),
    ];
  }

  private add(whisper: WhisperView): boolean {
    if (this.all.some(({ cid, sender }) => cid === whisper.cid && sender === whisper.sender)) return false;
    this.all = [...this.all, whisper];
    return true;
  }
}
