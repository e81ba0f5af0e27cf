import type { ReadsAnswer } from "../../generated/wire";
import { gateway } from "../../realtime/client";
import type { ChatLog } from "./log";
import { Reads } from "./reads";

const PAUSE = 200;

/** Tells the server what the viewer looks at and has read, and knows the same of the others. */
export class Reader {
  readonly reads = new Reads();
  private looking = false;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private asked = Number.POSITIVE_INFINITY;
  private readonly stops: (() => void)[] = [];

  /** `atEnd`: does the viewer see the newest message? Elsewhere what stands in the window is read. */
  constructor(
    private readonly room: number,
    private readonly log: ChatLog,
    private readonly host: HTMLElement,
    private readonly atEnd: () => boolean,
    private readonly changed: () => void,
  ) {
    const look = (): void => this.look();
    for (const name of ["focus", "blur"] as const) window.addEventListener(name, look);
    document.addEventListener("visibilitychange", look);
    this.stops = [
      () => window.removeEventListener("focus", look),
      () => window.removeEventListener("blur", look),
      () => document.removeEventListener("visibilitychange", look),
      gateway.onStream(`r:${room}`, "chat.read", ({ participant, n }) => {
        this.reads.move(participant, n);
        this.changed();
      }),
    ];
  }

  /** Who has read what of the log? Until `start` nothing more is read. Null when nobody answered. */
  async begin(): Promise<ReadsAnswer | null> {
    this.asked = Number.POSITIVE_INFINITY;
    const answer = await gateway.request("message.reads", { room: this.room }).catch(() => null);
    if (!answer) return null;
    this.reads.restart(answer.mine, answer.others, answer.unread > 0);
    this.changed();
    return answer;
  }

  /** The log stands where the viewer shall see it first: what he sees is read from now on. */
  start(): void {
    this.asked = this.reads.mine;
    this.looking = false;
    this.look();
  }

  /** Something came, or the viewer scrolled: what he sees now is read. */
  look(): void {
    const looking =
      document.hasFocus() && document.visibilityState === "visible" && this.host.checkVisibility();
    if (looking !== this.looking) {
      this.looking = looking;
      this.tellLook(looking);
    }
    if (looking) this.timer ??= setTimeout(() => this.read(), PAUSE);
  }

  /** From message `n` on it shall be unread again; until the viewer comes back nothing is read. */
  markUnread(n: number): void {
    this.asked = Number.POSITIVE_INFINITY;
    this.reads.begin = n - 1;
    gateway.request("message.unread", { room: this.room, n }).catch(ignore);
    this.changed();
  }

  /** The chat is gone from the page. */
  stop(): void {
    for (const stop of this.stops) stop();
    if (this.timer) clearTimeout(this.timer);
    if (this.looking) this.tellLook(false);
  }

  private tellLook(on: boolean): void {
    gateway.request("message.look", { room: this.room, on }).catch(ignore);
  }

  private read(): void {
    this.timer = null;
    const newest = this.atEnd() ? (this.log.newest ?? 0) : this.lowest();
    if (newest <= this.asked) return;
    this.asked = newest;
    this.reads.mine = newest;
    gateway.request("message.read", { room: this.room, n: newest }).catch(ignore);
  }

  /** The number of the lowest message that is wholly in the window. */
  lowest(): number {
    const log = this.host.querySelector<HTMLElement>(".chat-log");
    const bottom = log?.getBoundingClientRect().bottom ?? 0;
    let lowest = 0;
    for (const row of log?.querySelectorAll<HTMLElement>(".chat-row[data-n]") ?? []) {
      if (row.getBoundingClientRect().bottom > bottom) break;
      lowest = Number(row.dataset.n);
    }
    return lowest;
  }
}

/** Not answered means not connected; after that the log is loaded or looked at anew. */
function ignore(): void {}
