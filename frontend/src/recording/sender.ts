/** Sends the pieces of a recording one after the other, as often as it takes. */

import { Emitter } from "../lib/emitter";
import type { Piece, PieceStore } from "./store";

/** What became of one sending. `again` covers a network that is away and a server that is busy. */
export type Outcome = "kept" | "again" | "refused" | "full";

/** Sends one piece; never rejects. */
export type Send = (piece: Piece) => Promise<Outcome>;

export interface SenderEvents {
  /** How many seconds nothing could be sent; 0 when it goes again. */
  held: { since: number | null };
  /** The server takes no more: a quota or its disk. What was not sent is kept here, and sent by a later page. */
  full: undefined;
  /** The server would not have a piece; it is kept here, and sent again by a later page. */
  aside: undefined;
}

const LONGEST_PAUSE = 5_000;
const FIRST_PAUSE = 500;

export class Sender {
  readonly events = new Emitter<SenderEvents>();
  private working: Promise<void> | null = null;
  private full = false;
  private since: number | null = null;
  private wake: (() => void) | null = null;

  constructor(
    private readonly recording: number,
    private readonly store: PieceStore,
    private readonly send: Send,
  ) {}

  /** Keeps the piece; it is sent when its turn comes. */
  async add(piece: Piece): Promise<void> {
    await this.store.put(piece);
    this.work();
  }

  /** Tries again at once: the network is back. */
  hurry(): void {
    this.wake?.();
  }

  /** Resolves when all that was added is sent, or has to wait for a later page. */
  async settled(): Promise<void> {
    this.work();
    while (this.working !== null) await this.working;
  }

  private work(): void {
    this.working ??= this.sendAll().finally(() => {
      this.working = null;
    });
  }

  private async sendAll(): Promise<void> {
    let pause = FIRST_PAUSE;
    for (let piece = await this.next(); piece; piece = await this.next()) {
      const outcome = await this.send(piece);
      if (outcome === "again") {
        this.hold(performance.now());
        await this.rest(pause);
        pause = Math.min(LONGEST_PAUSE, pause * 2);
        continue;
      }
      pause = FIRST_PAUSE;
      this.hold(null);
      await this.settle(piece, outcome);
    }
  }

  private async settle(piece: Piece, outcome: Exclude<Outcome, "again">): Promise<void> {
    if (outcome === "full") {
      this.full = true;
      this.events.emit("full", undefined);
    } else if (outcome === "kept") await this.store.remove(piece);
    else {
      await this.store.put({ ...piece, aside: true });
      this.events.emit("aside", undefined);
    }
  }

  private async next(): Promise<Piece | null> {
    return this.full ? null : await this.store.first(this.recording);
  }

  private hold(now: number | null): void {
    const since = now === null ? null : (this.since ?? now);
    if (since === this.since) return;
    this.since = since;
    this.events.emit("held", { since });
  }

  private rest(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
