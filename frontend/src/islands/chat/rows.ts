import type { WhisperView } from "../../generated/wire";
import { daysBetween } from "../../lib/time";
import type { Entry, MessageEntry, NoteEntry, Pending } from "./log";

/** A line of the log as it is drawn. `first` and `last` of a group: same author, same minute. */
export type Row =
  | { kind: "day"; key: string; at: Date }
  | { kind: "new"; key: string; at: Date }
  | { kind: "note"; key: string; note: NoteEntry; at: Date }
  | {
      kind: "message";
      key: string;
      entry: MessageEntry;
      at: Date;
      mine: boolean;
      first: boolean;
      last: boolean;
    }
  | { kind: "whisper"; key: string; whisper: WhisperView; at: Date; mine: boolean }
  | { kind: "pending"; key: string; pending: Pending; at: Date; last: boolean };

type MessageRow = Extract<Row, { kind: "message" }>;

/**
 * The lines for these entries: days between them, groups marked, what is unsent at the end.
 * Before the first message of others beyond number `begin` stands a line that says what is new.
 */
export function rowsOf(
  entries: readonly Entry[],
  pending: readonly Pending[],
  me: number,
  begin: number | null = null,
): Row[] {
  const rows: Row[] = [];
  let told = begin === null;
  for (const entry of entries) {
    const row = rowOf(entry, me);
    pushDay(rows, row.at);
    if (!told && isNew(row, begin ?? 0)) {
      rows.push({ kind: "new", key: "new", at: row.at });
      told = true;
    }
    rows.push(row);
  }
  for (const each of pending) {
    const at = new Date(each.at);
    pushDay(rows, at);
    rows.push({ kind: "pending", key: each.cid, pending: each, at, last: each === pending.at(-1) });
  }
  group(rows);
  return rows;
}

function rowOf(entry: Entry, me: number): Row {
  if (entry.kind === "note") return { kind: "note", key: entry.key, note: entry, at: new Date(entry.at) };
  if (entry.kind === "whisper") {
    const { key, whisper } = entry;
    return { kind: "whisper", key, whisper, at: new Date(whisper.at), mine: whisper.sender === me };
  }
  const mine = entry.message.sender === me;
  // One's own message keeps its element while it turns from unsent to sent.
  const key = mine ? entry.message.cid : entry.key;
  return { kind: "message", key, entry, at: new Date(entry.message.at), mine, first: true, last: true };
}

function isNew(row: Row, begin: number): boolean {
  return row.kind === "message" && !row.mine && row.entry.message.n > begin;
}

function pushDay(rows: Row[], at: Date): void {
  const before = rows.at(-1);
  if (before && daysBetween(before.at, at) === 0) return;
  rows.push({
    kind: "day",
    key: `day${at.getFullYear()}-${at.getMonth()}-${at.getDate()}-${rows.length}`,
    at,
  });
}

function group(rows: readonly Row[]): void {
  let before: MessageRow | null = null;
  for (const row of rows) {
    if (row.kind !== "message") {
      before = null;
      continue;
    }
    row.first = !before || !together(before, row);
    if (before && !row.first) before.last = false;
    before = row;
  }
}

function together(one: MessageRow, other: MessageRow): boolean {
  const minute = (row: MessageRow) => Math.floor(row.at.getTime() / 60_000);
  return one.entry.message.sender === other.entry.message.sender && minute(one) === minute(other);
}
