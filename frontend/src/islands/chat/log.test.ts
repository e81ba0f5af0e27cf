import { expect, test } from "vitest";
import type { MessageView } from "../../generated/wire";
import type { Unsent } from "../../realtime/outbox";
import { ChatLog, HELD } from "./log";
import { sampleMessage } from "./sample";

const message = (n: number, body = `m${n}`, cid = `c${n}`): MessageView =>
  sampleMessage(n, { sender: 1, body, cid });
const unsent = (cid: string, at = 1): Unsent => ({
  cid,
  owner: "u:1",
  room: 1,
  body: `body of ${cid}`,
  at,
  state: "waiting",
  reason: "",
});
const bodies = (log: ChatLog) =>
  log.entries.map((entry) =>
    entry.kind === "message" ? entry.message.body : entry.kind === "note" ? entry.what : entry.key,
  );

test("the same message twice is shown once", () => {
  const log = new ChatLog();
  expect([log.add(message(1)), log.add(message(1))]).toEqual([true, false]);
  expect(bodies(log)).toEqual(["m1"]);
});

test("a message that came before the history stands after it", () => {
  const log = new ChatLog();
  log.add(message(3));
  log.add(message(4));
  log.restart([message(1), message(2), message(3)], false, true);
  expect(bodies(log)).toEqual(["m1", "m2", "m3", "m4"]);
});

test("older pages go before, without those that are there", () => {
  const log = new ChatLog();
  log.restart([message(3), message(4)], true, true);
  expect([log.oldest, log.more]).toEqual([3, true]);
  expect(log.addOlder([message(1), message(2), message(3)], false)).toBe(2);
  expect([bodies(log), log.oldest, log.more]).toEqual([["m1", "m2", "m3", "m4"], 1, false]);
});

test("a kept room that is loaded anew shows the newest page alone", () => {
  const log = new ChatLog();
  log.restart([message(1)], false, true);
  log.restart([message(900)], true, true);
  expect([bodies(log), log.more]).toEqual([["m900"], true]);
});

test("an unkept room that forgot keeps what is on the screen, and its numbers start again", () => {
  const log = new ChatLog();
  log.restart([], false, false);
  log.add(message(1, "before"));
  log.restart([], false, false);
  log.add(message(1, "after", "other"));
  expect(bodies(log)).toEqual(["before", "after"]);
});

test("notes of coming and going stand where they happened", () => {
  const log = new ChatLog();
  log.add(message(1));
  log.note("joined", "Bob", "2026-11-21T09:06:00.000Z");
  log.add(message(2));
  expect(bodies(log)).toEqual(["m1", "joined", "m2"]);
});

test("an unsent message turns into the sent one", () => {
  const log = new ChatLog();
  log.setUnsent([unsent("c1")]);
  expect(log.pending.map((pending) => pending.state)).toEqual(["waiting"]);
  log.setUnsent([]);
  expect(log.pending.map((pending) => pending.state)).toEqual(["sent"]);
  log.add(message(1));
  expect([log.pending, bodies(log)]).toEqual([[], ["m1"]]);
});

test("when the event comes before the answer the message is not shown twice", () => {
  const log = new ChatLog();
  log.setUnsent([unsent("c1")]);
  log.add(message(1));
  log.setUnsent([unsent("c1")]);
  expect(log.pending).toEqual([]);
});

test("a discarded message does not come back as sent", () => {
  const log = new ChatLog();
  log.setUnsent([unsent("c1"), unsent("c2", 2)]);
  log.discard("c1");
  log.setUnsent([unsent("c2", 2)]);
  expect(log.pending.map((pending) => pending.cid)).toEqual(["c2"]);
});

test("what another tab sent meanwhile is shown once when the page with it is read", () => {
  const log = new ChatLog();
  log.restart([message(1)], false, true);
  log.setUnsent([unsent("c900")]);
  log.setUnsent([]);
  log.open([message(2)], false, true);
  log.addNewer([message(900)], false);
  expect([log.pending, bodies(log)]).toEqual([[], ["m2", "m900"]]);
});

test("a message that was edited reads differently, also where it is quoted", () => {
  const log = new ChatLog();
  const answer = { ...message(2), reply: { n: 1, sender: 1, name: "Alice", body: "m1" } };
  log.restart([message(1), answer], false, true);
  expect(log.change({ ...message(1, "better"), edited: "2026-11-21T09:06:00.000Z" })).toBe(true);
  const shown = log.entries.map(
    (entry) => entry.kind === "message" && [entry.message.body, entry.message.reply?.body],
  );
  expect(shown).toEqual([
    ["better", undefined],
    ["m2", "better"],
  ]);
  expect(log.change(message(9))).toBe(false);
});

test("the last message of one's own that is not deleted can be found", () => {
  const log = new ChatLog();
  log.restart([message(1), { ...message(2, ""), deleted: true }], false, true);
  expect([log.lastOf(1)?.n, log.lastOf(2), log.placeOf(2)]).toEqual([1, null, 1]);
});

test("a part of the log that was jumped to only counts what comes live, until its end is reached", () => {
  const log = new ChatLog();
  log.restart([message(99), message(100)], true, true);
  log.open([message(10), message(11)], true, true);
  expect([bodies(log), log.newer, log.oldest, log.newest]).toEqual([["m10", "m11"], true, 10, 11]);
  expect([log.add(message(101)), bodies(log)]).toEqual([true, ["m10", "m11"]]);
  expect(log.addNewer([message(12), message(100)], false)).toBe(0);
  expect([bodies(log), log.newer]).toEqual([["m10", "m11", "m12", "m100", "m101"], false]);
});

test("what came live while the end was asked for is kept once", () => {
  const log = new ChatLog();
  log.restart([message(5)], true, true);
  log.add(message(7));
  log.open([message(5), message(6)], true, false);
  log.add(message(7));
  expect(bodies(log)).toEqual(["m5", "m6", "m7"]);
});

test("a log of 100,000 messages that is read to its beginning and back holds a bounded part of it", () => {
  const log = new ChatLog();
  const page = (from: number) =>
    Array.from({ length: 50 }, (_, i) => message(from + i)).filter(({ n }) => n > 0);
  log.restart(page(99_951), true, true);
  let most = 0;
  while (log.more) {
    const from = Math.max(1, (log.oldest ?? 0) - 50);
    log.addOlder(
      page(from).filter(({ n }) => n < (log.oldest ?? 0)),
      from > 1,
    );
    most = Math.max(most, log.entries.length);
  }
  expect([log.oldest, log.newer, most]).toEqual([1, true, HELD]);
  while (log.newer) {
    const after = log.newest ?? 0;
    log.addNewer(page(after + 1), after + 50 < 100_000);
    most = Math.max(most, log.entries.length);
  }
  expect([log.newest, log.more, most]).toEqual([100_000, true, HELD]);
});

test("an answer that stands in a thread alone is not in the log, and its message says how many there are", () => {
  const log = new ChatLog();
  log.setUnsent([unsent("c2")]);
  log.restart([message(1)], false, true);
  expect(log.add({ ...message(2), thread: 1, in_log: false })).toBe(false);
  expect([bodies(log), log.pending]).toEqual([["m1"], []]);
  log.setUnsent([unsent("c2")]);
  expect(log.pending).toEqual([]);
  expect(log.thread(1, { count: 1, at: "2026-11-21T09:05:00.000Z" })).toBe(true);
  const [entry] = log.entries;
  expect(entry?.kind === "message" && entry.message.replies?.count).toBe(1);
});

test("what is edited before the reader comes to it reads as it does then", () => {
  const log = new ChatLog();
  log.open([message(1)], false, true);
  log.add(message(3));
  log.change(message(3, "edited"));
  log.addNewer([message(2)], false);
  expect(bodies(log)).toEqual(["m1", "m2", "edited"]);
});
