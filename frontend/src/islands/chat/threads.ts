import type { FollowedThread } from "../../generated/wire";
import { gateway } from "../../realtime/client";

/** The threads of a room that the viewer follows, the one with the newest answer first. */
export class Threads {
  followed: readonly FollowedThread[] = [];
  private asking = false;
  private again = false;
  private readonly stop_: () => void;

  constructor(
    private readonly room: number,
    private readonly redraw: () => void,
  ) {
    this.stop_ = gateway.on("chat.thread_news", (news) => news.room === room && void this.load());
  }

  /** How many answers of others in them are not read. */
  get unread(): number {
    return this.followed.reduce((sum, thread) => sum + thread.unread, 0);
  }

  /** How many of them stand under this message. */
  unreadOf(n: number): number {
    return this.followed.find(({ root }) => root.n === n)?.unread ?? 0;
  }

  /** Asks for them anew; news that come meanwhile are asked for once more. */
  async load(): Promise<void> {
    this.again = this.asking;
    if (this.asking) return;
    this.asking = true;
    const answer = await gateway.request("message.threads", { room: this.room }).catch(() => null);
    this.asking = false;
    if (answer) this.followed = answer.threads;
    this.redraw();
    if (this.again) await this.load();
  }

  /** The chat is gone from the page. */
  stop(): void {
    this.stop_();
  }
}
