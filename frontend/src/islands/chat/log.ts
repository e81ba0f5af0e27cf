import type { MessageView, ThreadView, WhisperView } from "../../generated/wire";
import type { Unsent } from "../../realtime/outbox";
import { rewritten } from "./heard";

/** A message in the log. `era` counts how often an unkept room forgot: its numbers start again then. */
export interface MessageEntry {
  kind: "message";
  key: string;
  era: number;
  message: MessageView;
}

/** Somebody came or went; only seen live, never part of the history. */
export interface NoteEntry {
  kind: "note";
  key: string;
  what: "joined" | "left";
  name: string;
  at: string;
}

/** What was said between the viewer and one other; it stands behind the message it came after. */
export interface WhisperEntry {
  kind: "whisper";
  key: string;
  whisper: WhisperView;
}

export type Entry = MessageEntry | NoteEntry | WhisperEntry;

/** A message of one's own that is not in the log yet. `sent`: the server has it, its event is on the way. */
export interface Pending {
  cid: string;
  body: string;
  at: number;
  state: "waiting" | "asking" | "failed" | "sent";
  reason: string;
  /** How many files go with it. */
  files: number;
  /** The number of the message under which it stands; null: in the log. */
  thread: number | null;
  inLog: boolean;
}

/** So many entries are held at most; what is farther away from the reader is asked for again. */
export const HELD = 1_000;
/** So many that come while the newest ones are not shown are held until they are. */
const LATE = 500;
/** The client ids of so many messages are remembered: the event of what was just sent is never far. */
const ARRIVED = 500;

/**
 * What is known of a room's messages: pure, it knows no socket and no page. `entries` are one part of the log
 * without gaps; while `newer` is true it ends before the newest message, and what comes live is only counted.
 */
export class ChatLog {
  entries: Entry[] = [];
  pending: Pending[] = [];
  /** Are there older messages on the server? */
  more = false;
  /** Are there newer messages on the server than the last entry? */
  newer = false;
  private era = 0;
  private late: MessageView[] = [];
  private readonly arrived = new Set<string>();
  private notes = 0;
  private readonly known = new Set<string>();
  private readonly discarded = new Set<string>();

  /** The newest page of the history, at first and after the room was loaded anew. */
  restart(page: readonly MessageView[], more: boolean, kept: boolean): void {
    if (kept) this.forget(page.at(-1)?.n ?? 0);
    else this.era += 1;
    this.more = kept && more;
    this.newer = false;
    this.late = [];
    for (const message of page) this.add(message);
    this.pending = this.pending.filter((pending) => pending.state !== "sent");
  }

  /** Another part of the log, around a message that was jumped to. */
  open(page: readonly MessageView[], more: boolean, newer: boolean): void {
    const last = page.at(-1)?.n ?? 0;
    if (newer || page.length === 0) this.entries = [];
    this.forget(last);
    this.newer = false;
    for (const message of page) this.add(message);
    this.more = more;
    this.newer = newer;
    this.catchUp();
  }

  /** A new message. False when it was there already, or stands in a thread alone. */
  add(message: MessageView): boolean {
    const entry: MessageEntry = { kind: "message", key: `${this.era}.${message.n}`, era: this.era, message };
    this.pending = this.pending.filter((pending) => pending.cid !== message.cid);
    this.remember(message.cid);
    if (this.known.has(entry.key) || !message.in_log) return false;
    // Shown when the reader comes to it: between here and there others are missing.
    if (this.newer) {
      this.late = [...this.late.slice(-LATE), message];
      return true;
    }
    this.known.add(entry.key);
    this.entries.splice(this.placeFor(message.n), 0, entry);
    return true;
  }

  /** A message reads differently now; so do the answers that quote it. False when it is not in the log. */
  change(message: MessageView): boolean {
    this.late = this.late.map((late) => rewritten(late, message));
    this.entries = this.entries.map((entry) => {
      if (entry.kind !== "message" || entry.era !== this.era) return entry;
      const now = rewritten(entry.message, message);
      return now === entry.message ? entry : { ...entry, message: now };
    });
    return this.placeOf(message.n) >= 0;
  }

  /** What stands under the message `n` is different now. False when it is not in the log. */
  thread(n: number, replies: ThreadView | null): boolean {
    const place = this.placeOf(n);
    const entry = this.entries[place];
    if (entry?.kind !== "message") return false;
    this.entries = this.entries.with(place, { ...entry, message: { ...entry.message, replies } });
    return true;
  }

  /** Where the message `n` stands among the entries; -1 when it is not (yet) there. */
  placeOf(n: number): number {
    return this.entries.findIndex(
      (entry) => entry.kind === "message" && entry.era === this.era && entry.message.n === n,
    );
  }

  /** The newest message of this participant that is not deleted. */
  lastOf(participant: number): MessageView | null {
    const found = this.entries.findLast(
      (entry) => entry.kind === "message" && entry.message.sender === participant && !entry.message.deleted,
    );
    return found?.kind === "message" ? found.message : null;
  }

  /** A page of older messages, ascending. Returns how many entries were put before the others. */
  addOlder(page: readonly MessageView[], more: boolean): number {
    const entries = this.fresh(page);
    this.entries.unshift(...entries);
    this.more = more && page.length > 0;
    if (this.entries.length > HELD && this.era === 0) {
      this.drop(this.entries.splice(HELD));
      this.newer = true;
    }
    return entries.length;
  }

  /** A page of newer messages, ascending. Returns how many entries were let go at the other end. */
  addNewer(page: readonly MessageView[], newer: boolean): number {
    this.entries.push(...this.fresh(page));
    this.newer = newer;
    this.catchUp();
    const over = Math.max(0, this.entries.length - HELD);
    this.drop(this.entries.splice(0, over));
    this.more ||= over > 0;
    return over;
  }

  /** Somebody came or went just now. */
  note(what: NoteEntry["what"], name: string, at: string): void {
    if (this.newer) return;
    this.notes += 1;
    this.entries.push({ kind: "note", key: `note${this.notes}`, what, name, at });
  }

  /**
   * Puts the viewer's whispers where they belong, as far as the log goes back; `kept` by their place, in a
   * room that keeps nothing new ones at the end. Returns how many are new in the log.
   */
  whisper(whispers: readonly WhisperView[], kept: boolean): number {
    const before = this.entries.filter((entry) => entry.kind === "whisper").map((entry) => entry.key);
    const fresh = whispers.filter((whisper) => !before.includes(`w${whisper.cid}`));
    if (!kept) this.entries.push(...fresh.map(whisperEntry));
    else if (whispers.length > 0) this.entries = this.woven(whispers);
    return this.entries.filter((entry) => entry.kind === "whisper").length - before.length;
  }

  /** All entries with the whispers between them that are not older than the oldest message. */
  private woven(whispers: readonly WhisperView[]): Entry[] {
    const from = this.more ? (this.oldest ?? 0) : 0;
    const all = whispers.filter((whisper) => whisper.after >= from);
    const woven: Entry[] = [];
    let place = 0;
    for (const entry of this.entries) {
      if (entry.kind === "whisper") continue;
      const n = entry.kind === "message" ? entry.message.n : 0;
      for (let next = all[place]; next && next.after < n; next = all[place]) {
        woven.push(whisperEntry(next));
        place += 1;
      }
      woven.push(entry);
    }
    const rest = this.newer ? [] : all.slice(place).map(whisperEntry);
    return [...woven, ...rest];
  }

  /** The number after which newer messages are asked for; null when there is none to ask from. */
  get newest(): number | null {
    const last = this.entries.findLast((entry) => entry.kind === "message" && entry.era === this.era);
    return last?.kind === "message" ? last.message.n : null;
  }

  /** The number before which older messages are asked for; null when there is none to ask from. */
  get oldest(): number | null {
    const first = this.entries.find((entry) => entry.kind === "message" && entry.era === this.era);
    return first?.kind === "message" ? first.message.n : null;
  }

  /** What waits to be sent, as the outbox has it. What vanished from it was sent, and stays until its event. */
  setUnsent(unsent: readonly Unsent[]): void {
    const messages = unsent.filter(({ act }) => !act);
    const here = new Set(messages.map((each) => each.cid));
    const sent = this.pending
      .filter((pending) => !here.has(pending.cid) && !this.discarded.has(pending.cid))
      .map((pending): Pending => ({ ...pending, state: "sent" }));
    const still = messages.filter((each) => !this.arrived.has(each.cid));
    this.pending = [...sent, ...still.map(pendingOf)];
    this.pending.sort((one, other) => one.at - other.at);
  }

  /** The writer took this one back. */
  discard(cid: string): void {
    this.discarded.add(cid);
    this.pending = this.pending.filter((pending) => pending.cid !== cid);
  }

  /** Its event came: what the outbox still says of it is late. */
  private remember(cid: string): void {
    this.arrived.add(cid);
    if (this.arrived.size <= ARRIVED) return;
    for (const oldest of this.arrived) {
      this.arrived.delete(oldest);
      return;
    }
  }

  private fresh(page: readonly MessageView[]): MessageEntry[] {
    const fresh = page.filter((message) => !this.known.has(`${this.era}.${message.n}`));
    const cids = new Set(page.map(({ cid }) => cid));
    this.pending = this.pending.filter(({ cid }) => !cids.has(cid));
    return fresh.map((message) => {
      const key = `${this.era}.${message.n}`;
      this.known.add(key);
      return { kind: "message", key, era: this.era, message };
    });
  }

  /** The newest message is here: those that came while the last page was on its way follow it. */
  private catchUp(): void {
    if (this.newer) return;
    const { late } = this;
    this.late = [];
    const first = this.oldest ?? 0;
    for (const message of late) if (message.n > first) this.add(message);
  }

  private drop(entries: readonly Entry[]): void {
    for (const entry of entries) this.known.delete(entry.key);
  }

  /** Forgets all but what came live while the page that ends with number `last` was on its way. */
  private forget(last: number): void {
    this.entries = this.entries.filter((entry) => entry.kind === "message" && entry.message.n > last);
    this.known.clear();
    for (const entry of this.entries) this.known.add(entry.key);
  }

  /** Almost always the end; a message that was late goes before those with a higher number. */
  private placeFor(n: number): number {
    let place = this.entries.length;
    for (let i = this.entries.length - 1; i >= 0; i -= 1) {
      const entry = this.entries[i];
      if (entry?.kind !== "message") continue;
      if (entry.era < this.era || entry.message.n < n) break;
      place = i;
    }
    return place;
  }
}

function pendingOf({ cid, body, at, state, reason, thread, inLog, files }: Unsent): Pending {
  const where = { thread: thread ?? null, inLog: inLog ?? true };
  return { cid, body, at, state, reason, files: files?.length ?? 0, ...where };
}

function whisperEntry(whisper: WhisperView): WhisperEntry {
  return { kind: "whisper", key: `w${whisper.cid}`, whisper };
}
