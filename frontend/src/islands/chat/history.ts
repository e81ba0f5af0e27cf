import type { HistoryAnswer } from "../../generated/wire";
import { gateway } from "../../realtime/client";
import { Refused } from "../../realtime/requests";
import { Heard } from "./heard";
import type { ChatLog } from "./log";

const PAGE = 50;
const AGAIN = 1_500;

/** What a page did to the log: began it anew, or put so many before it, or let so many go there. */
export type Growth = { what: "anew" } | { what: "older" | "newer"; count: number };
type Where = { before?: number; after?: number; around?: number };

/** Brings the pages of a room's history into its log, one at a time, in both directions. */
export class History {
  state: "loading" | "ready" | "failed" = "loading";
  busy = false;
  readonly heard = new Heard();
  private turn = 0;

  constructor(
    private readonly room: number,
    private readonly log: ChatLog,
    private readonly grown: (growth: Growth) => void,
    private readonly learn: (page: HistoryAnswer) => void,
  ) {}

  /** Loads the newest page; an unkept room has none, and nobody is asked. */
  async newest(kept: boolean): Promise<void> {
    if (this.log.newer) {
      // What comes from now on belongs behind the page that is asked for.
      this.log.open([], false, false);
      this.state = "loading";
      this.grown({ what: "anew" });
    }
    await this.begin(async () => {
      const page = kept ? await this.page({}) : { messages: [], more: false };
      return () => this.log.restart(page.messages, page.more, kept);
    });
  }

  /** Puts the message `n` into the log with what stands around it; false when it is not there. */
  async reach(n: number): Promise<boolean> {
    if (this.log.placeOf(n) < 0) await this.around(n, true);
    return this.log.placeOf(n) >= 0;
  }

  /** Puts what stands around the number `n` into the log; false without an answer. `exact`: only with it. */
  async around(n: number, exact = false): Promise<boolean> {
    let opened = false;
    await this.begin(async () => {
      const page = await this.page({ around: n });
      if (exact && !page.messages.some((message) => message.n === n)) return null;
      return () => {
        this.log.open(page.messages, page.more, page.newer);
        opened = true;
      };
    });
    return opened;
  }

  /** Loads the page before the oldest message, unless one is on its way. */
  async older(): Promise<void> {
    const before = this.log.oldest;
    if (!this.log.more || before === null) return;
    await this.more({ before }, (page) => ({
      what: "older",
      count: this.log.addOlder(page.messages, page.more),
    }));
  }

  /** Loads the page after the newest message, unless one is on its way. */
  async newer(): Promise<void> {
    const after = this.log.newest;
    if (!this.log.newer || after === null) return;
    await this.more({ after }, (page) => ({
      what: "newer",
      count: this.log.addNewer(page.messages, page.newer),
    }));
  }

  /** `load` gives what is to be done with the log, or null for nothing. */
  private async begin(load: () => Promise<(() => void) | null>): Promise<void> {
    this.turn += 1;
    this.busy = false;
    const turn = this.turn;
    try {
      const open = await load();
      if (turn !== this.turn || !open) return;
      open();
      this.state = "ready";
    } catch (error) {
      if (turn !== this.turn || (error instanceof Refused && error.code === "offline")) return;
      if (this.state === "loading") this.state = "failed";
    }
    this.grown({ what: "anew" });
  }

  private async more(where: Where, put: (page: HistoryAnswer) => Growth): Promise<void> {
    if (this.busy || this.state !== "ready") return;
    const turn = this.turn;
    this.busy = true;
    this.grown({ what: "older", count: 0 });
    try {
      const page = await this.page(where);
      if (turn !== this.turn) return;
      this.busy = false;
      this.grown(put(page));
    } catch {
      // Without a connection it is asked again when the reader scrolls on; here only the line goes.
      setTimeout(() => {
        if (turn !== this.turn) return;
        this.busy = false;
        this.grown({ what: "older", count: 0 });
      }, AGAIN);
    }
  }

  private async page(where: Where): Promise<HistoryAnswer> {
    const { before = null, after = null, around = null } = where;
    const wish = { room: this.room, before, after, around, limit: PAGE };
    const [page, now] = await this.heard.during(gateway.request("message.history", wish));
    this.learn(page);
    return { ...page, messages: page.messages.map(now) };
  }
}
