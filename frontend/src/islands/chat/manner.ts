import type { HistoryAnswer, MessageView, ReadsAnswer } from "../../generated/wire";
import { gateway } from "../../realtime/client";
import type { RoomSession } from "../../realtime/rooms";

/** How the viewer wants a room: what he put aside, whose messages are folded, whether it is muted. */
export class Manner {
  muted = false;
  private readonly stars = new Set<number>();
  private folded = new Set<number>();
  /** Folded messages that were unfolded, by their number. */
  private readonly shown = new Set<number>();
  private readonly stops: (() => void)[];
  /** What changed since the server was asked: its answer may be older. */
  private newer = { muted: null as boolean | null, folded: new Map<number, boolean>() };

  constructor(
    private readonly room: number,
    session: RoomSession,
    private readonly redraw: () => void,
  ) {
    this.stops = [
      gateway.on("chat.starred", (data) => data.room === room && this.mark(data.n, data.on)),
      gateway.on("chat.muted", (data) => data.room === room && this.hush(data.on)),
      gateway.on("chat.folded", ({ user, on }) => this.fold(user, on)),
      session.on("loaded", () => this.shown.clear()),
    ];
  }

  /** The server is asked how the viewer wants the room. */
  ask(): void {
    this.newer = { muted: null, folded: new Map() };
  }

  /** As the server had it when it was asked. */
  begin({ muted, folded }: Pick<ReadsAnswer, "muted" | "folded">): void {
    this.muted = this.newer.muted ?? muted;
    this.folded = new Set(folded);
    for (const [user, on] of this.newer.folded) this.put(user, on);
    this.redraw();
  }

  /** What a page of the log says of its messages. */
  learn({ messages, starred }: Pick<HistoryAnswer, "messages" | "starred">): void {
    for (const { n } of messages) this.stars.delete(n);
    for (const n of starred) this.stars.add(n);
  }

  /** Did the viewer put this message aside? */
  starred(n: number): boolean {
    return this.stars.has(n);
  }

  /** Is this message of somebody the viewer blocked, or his words, and not shown all the same? */
  folds({ n, user, forwarded }: MessageView): boolean {
    if (this.shown.has(n)) return false;
    const whose = [user, forwarded?.user];
    return whose.some((id) => typeof id === "number" && this.folded.has(id));
  }

  /** Shows a folded message all the same. */
  show(n: number): void {
    this.shown.add(n);
    this.redraw();
  }

  /** Is told nothing of this room from now on, or again of all. Rejects with Refused. */
  async mute(on: boolean): Promise<void> {
    await gateway.request("message.mute", { room: this.room, on });
    this.hush(on);
  }

  /** The chat is gone from the page. */
  stop(): void {
    for (const stop of this.stops) stop();
  }

  private mark(n: number, on: boolean): void {
    if (on) this.stars.add(n);
    else this.stars.delete(n);
    this.redraw();
  }

  /** Done here, or in another tab. */
  private hush(on: boolean): void {
    this.muted = on;
    this.newer.muted = on;
    this.redraw();
  }

  private fold(user: number, on: boolean): void {
    this.newer.folded.set(user, on);
    this.put(user, on);
    this.shown.clear();
    this.redraw();
  }

  private put(user: number, on: boolean): void {
    if (on) this.folded.add(user);
    else this.folded.delete(user);
  }
}
