import type { MessageChanged, MessageView } from "../../generated/wire";
import { learnPictures } from "../../lib/face";
import { gateway } from "../../realtime/client";
import { Refused } from "../../realtime/requests";
import { Heard } from "./heard";
import type { Talk } from "./talk";

const PAGE = 50;

/** What stands under one message: asked for when it unfolds, live from then on. */
export class Thread {
  state: "loading" | "ready" | "failed" = "loading";
  root: MessageView | null = null;
  messages: readonly MessageView[] = [];
  more = false;
  following = false;
  private read = 0;
  private busy = false;
  private readonly heard = new Heard();
  private readonly stops: (() => void)[];

  constructor(
    private readonly talk: Talk,
    readonly n: number,
    private readonly redraw: () => void,
  ) {
    const { stream } = talk.session;
    this.stops = [
      gateway.onStream(stream, "chat.message_sent", ({ message }) => this.add(message)),
      gateway.onStream(stream, "chat.message_changed", (change) => this.change(change)),
      talk.session.on("loaded", () => void this.load()),
    ];
  }

  /** Loads the newest answers. */
  async load(): Promise<void> {
    try {
      const request = { room: this.talk.room, n: this.n, limit: PAGE };
      const [answer, now] = await this.heard.during(gateway.request("message.thread", request));
      this.root = now(answer.root);
      const newest = answer.messages.at(-1)?.n ?? 0;
      // Those that came while it was on its way follow it.
      const since = this.messages.filter(({ n }) => n > newest);
      this.messages = [...answer.messages.map(now), ...since];
      this.more = answer.more;
      this.following = answer.following;
      this.read = answer.read;
      this.talk.manner.learn({ messages: [answer.root, ...answer.messages], starred: answer.starred });
      learnPictures(answer.faces);
      this.state = "ready";
    } catch (error) {
      if (error instanceof Refused && error.code === "offline") return;
      if (this.state === "loading") this.state = "failed";
    }
    this.redraw();
  }

  /** Loads the answers before the oldest one here. */
  async older(): Promise<void> {
    const before = this.messages[0]?.n;
    if (this.busy || !this.more || before === undefined) return;
    this.busy = true;
    const request = { room: this.talk.room, n: this.n, before, limit: PAGE };
    const asked = gateway.request("message.thread", request).catch(() => null);
    const [answer, now] = await this.heard.during(asked);
    this.busy = false;
    if (!answer) return;
    const known = new Set(this.messages.map(({ n }) => n));
    const older = answer.messages.filter(({ n }) => !known.has(n));
    this.messages = [...older.map(now), ...this.messages];
    this.more = answer.more;
    this.redraw();
  }

  /** Hears of new answers from now on, or no longer. Rejects with Refused. */
  async follow(on: boolean): Promise<void> {
    await gateway.request("message.follow", { room: this.talk.room, n: this.n, on });
    this.following = on;
    this.redraw();
  }

  /** The viewer looks at the newest answer. */
  look(): void {
    const newest = this.messages.at(-1)?.n ?? 0;
    if (!this.following || newest <= this.read || !document.hasFocus()) return;
    this.read = newest;
    const read = { room: this.talk.room, n: this.n, upto: newest };
    gateway.request("message.thread_read", read).catch(() => undefined);
  }

  /** The panel is folded. */
  stop(): void {
    for (const stop of this.stops) stop();
  }

  private add(message: MessageView): void {
    if (message.thread !== this.n || this.messages.some(({ n }) => n === message.n)) return;
    this.messages = [...this.messages, message];
    if (message.sender === this.talk.me) this.following = true;
    this.redraw();
  }

  private change(change: MessageChanged): void {
    const { message } = change;
    this.heard.tell(change);
    if (message.n === this.n) this.root = message;
    else if (message.thread !== this.n) return;
    this.messages = this.messages.map((one) => (one.n === message.n ? message : one));
    this.redraw();
  }
}
