import type { FoundPlace, SearchHit } from "../../generated/wire";
import { t } from "../../lib/i18n";
import { gateway } from "../../realtime/client";
import { Refused } from "../../realtime/requests";
import { commandsFor, type Doing } from "./commands";

/** What narrows the messages. Days are `YYYY-MM-DD` in the viewer's zone; "" is no limit. */
export interface Filters {
  sender: string;
  after: string;
  before: string;
  file: boolean;
}

/** What the list may hold, in the order in which it stands there. */
export type Choice =
  | { kind: "place"; place: FoundPlace }
  | { kind: "doing"; doing: Doing }
  | { kind: "hit"; hit: SearchHit }
  | { kind: "messages" }
  | { kind: "more" };

const FEW = 5;
const PAGE = 20;
export const NO_FILTERS: Filters = { sender: "", after: "", before: "", file: false };

/** Asks for places and messages; only the answer to the last question counts. */
export class Finder {
  text = "";
  filters: Filters = NO_FILTERS;
  room: number | null = null;
  /** Messages alone, in pages. */
  deep = false;
  busy = false;
  problem = "";
  /** The last question came to nothing for want of a connection: it is worth asking again. */
  unanswered = false;
  places: FoundPlace[] = [];
  hits: SearchHit[] = [];
  private following = "";
  private turn = 0;

  constructor(private readonly changed: () => void) {}

  /** All choices from top to bottom. */
  get choices(): Choice[] {
    const hits: Choice[] = this.hits.map((hit) => ({ kind: "hit", hit }));
    if (this.deep) return this.following ? [...hits, { kind: "more" }] : hits;
    const places: Choice[] = this.places.map((place) => ({ kind: "place", place }));
    const doings: Choice[] = commandsFor(this.text).map((doing) => ({ kind: "doing", doing }));
    const all: Choice[] = hits.length > 0 ? [{ kind: "messages" }] : [];
    return [...places, ...doings, ...hits, ...all];
  }

  /** Is there anything to look for? */
  get asked(): boolean {
    const { sender, after, before, file } = this.filters;
    return [this.text.trim(), sender, after, before, file].some(Boolean);
  }

  /** Asks anew, from the first page. */
  async ask(): Promise<void> {
    this.turn += 1;
    const turn = this.turn;
    this.busy = true;
    this.changed();
    try {
      const places = this.deep
        ? []
        : (await gateway.request("inbox.find", { text: this.text.slice(0, 100) })).places;
      const found = this.asked ? await this.page("", this.deep ? PAGE : FEW) : { hits: [], next: "" };
      if (turn !== this.turn) return;
      this.places = places;
      this.hits = found.hits;
      this.following = found.next;
      this.problem = "";
      this.unanswered = false;
    } catch (error) {
      if (turn !== this.turn) return;
      this.failed(error);
    }
    this.busy = false;
    this.changed();
  }

  private failed(error: unknown): void {
    this.hits = [];
    this.following = "";
    this.unanswered = error instanceof Refused && error.unanswered;
    this.problem = this.unanswered
      ? t("No connection.")
      : String(error instanceof Error ? error.message : error);
  }

  /** Adds the next page. */
  async more(): Promise<void> {
    if (!this.following || this.busy) return;
    const turn = this.turn;
    this.busy = true;
    const found = await this.page(this.following, PAGE).catch(() => null);
    if (turn !== this.turn) return;
    this.busy = false;
    if (found) {
      this.hits = [...this.hits, ...found.hits];
      this.following = found.next;
    }
    this.changed();
  }

  private page(cursor: string, limit: number): Promise<{ hits: SearchHit[]; next: string }> {
    const { sender, after, before, file } = this.filters;
    return gateway.request("message.search", {
      text: this.text.slice(0, 400),
      room: this.room,
      sender: sender.trim().replace(/^@/, ""),
      after: momentOf(after, 0),
      before: momentOf(before, 0),
      has_file: file,
      cursor,
      limit,
    });
  }
}

/** The beginning of a day in the viewer's zone, `plus` days later, as ISO 8601; "" for no day. */
export function momentOf(day: string, plus: number): string {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day);
  if (!found) return "";
  return new Date(Number(found[1]), Number(found[2]) - 1, Number(found[3]) + plus).toISOString();
}
