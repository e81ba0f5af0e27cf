import { expect, test } from "vitest";
import type { Entry, Pending } from "./log";
import { rowsOf } from "./rows";
import { sampleMessage } from "./sample";

const said = (n: number, sender: number, at: string): Entry => ({
  kind: "message",
  key: `0.${n}`,
  era: 0,
  message: sampleMessage(n, { sender, user: sender, at }),
});
const shapes = (entries: Entry[], pending: Pending[] = []) =>
  rowsOf(entries, pending, 1).map((row) =>
    row.kind === "message"
      ? `${row.mine ? "mine" : "theirs"}${row.first ? " first" : ""}${row.last ? " last" : ""}`
      : row.kind,
  );
const local = (day: number, hour: number, minute = 0, second = 0) =>
  new Date(2026, 10, day, hour, minute, second).toISOString();

test("messages of one author within a minute are one group", () => {
  const entries = [
    said(1, 2, local(21, 9, 5, 1)),
    said(2, 2, local(21, 9, 5, 50)),
    said(3, 2, local(21, 9, 6)),
  ];
  expect(shapes(entries)).toEqual(["day", "theirs first", "theirs last", "theirs first last"]);
});

test("another author or a note ends the group", () => {
  const note: Entry = { kind: "note", key: "note1", what: "joined", name: "Bob", at: local(21, 9, 5, 20) };
  const entries = [
    said(1, 2, local(21, 9, 5)),
    said(2, 1, local(21, 9, 5)),
    note,
    said(3, 1, local(21, 9, 5, 30)),
  ];
  expect(shapes(entries)).toEqual(["day", "theirs first last", "mine first last", "note", "mine first last"]);
});

test("each day has its line, by the viewer's calendar", () => {
  expect(shapes([said(1, 2, local(20, 23, 59)), said(2, 2, local(21, 0, 1))])).toEqual([
    "day",
    "theirs first last",
    "day",
    "theirs first last",
  ]);
});

test("what is unsent stands at the end", () => {
  const pending: Pending = {
    cid: "c9",
    body: "x",
    at: Date.parse(local(21, 9)),
    state: "waiting",
    reason: "",
    files: 0,
    thread: null,
    inLog: true,
  };
  expect(shapes([said(1, 2, local(21, 8))], [pending])).toEqual(["day", "theirs first last", "pending"]);
});

test("an own message keeps its key when it is sent", () => {
  const pending: Pending = {
    cid: "c1",
    body: "hi",
    at: Date.parse(local(21, 9)),
    state: "sent",
    reason: "",
    files: 0,
    thread: null,
    inLog: true,
  };
  const key = (rows: ReturnType<typeof rowsOf>) => rows.at(-1)?.key;
  expect(key(rowsOf([], [pending], 1))).toBe(key(rowsOf([said(1, 1, local(21, 9))], [], 1)));
});

test("a line before the first unread message of others says what is new", () => {
  const entries = [said(1, 2, local(21, 9, 5)), said(2, 1, local(21, 9, 6)), said(3, 2, local(21, 9, 7))];
  expect(rowsOf(entries, [], 1, 1).map((row) => row.kind)).toEqual([
    "day",
    "message",
    "message",
    "new",
    "message",
  ]);
  expect(rowsOf(entries, [], 1, null).some((row) => row.kind === "new")).toBe(false);
});
