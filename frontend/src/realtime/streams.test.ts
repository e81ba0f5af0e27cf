import { expect, test } from "vitest";
import { type Sequenced, Streams } from "./streams";

const event = (q: number, s = "r:1"): Sequenced => ({ s, q });
const opened = (seq = 10) => {
  const streams = new Streams<Sequenced>();
  streams.open("r:1", { epoch: "e1", seq });
  return streams;
};
const qs = (events: Sequenced[]) => events.map((each) => each.q);

test("the next event is applied at once", () => {
  const outcome = opened().receive(event(11));
  expect([qs(outcome.apply), outcome.gap]).toEqual([[11], false]);
});

test("what was applied already is dropped", () => {
  const streams = opened();
  streams.receive(event(11));
  expect(streams.receive(event(11))).toEqual({ apply: [], gap: false });
  expect(streams.receive(event(3))).toEqual({ apply: [], gap: false });
});

test("after a gap events are held, and come in order once it is filled", () => {
  const streams = opened();
  expect(streams.receive(event(13))).toEqual({ apply: [], gap: true });
  expect(streams.receive(event(12))).toEqual({ apply: [], gap: true });
  const outcome = streams.receive(event(11));
  expect([qs(outcome.apply), outcome.gap]).toEqual([[11, 12, 13], false]);
});

test("an event that came before the snapshot is held for it", () => {
  const streams = new Streams<Sequenced>();
  streams.expect("r:1");
  streams.receive(event(8));
  streams.receive(event(7));
  const outcome = streams.open("r:1", { epoch: "e1", seq: 7 });
  expect([qs(outcome.apply), outcome.gap]).toEqual([[8], false]);
});

test("two streams do not disturb each other", () => {
  const streams = opened();
  streams.open("u:5", { epoch: "a", seq: 1 });
  expect(qs(streams.receive(event(2, "u:5")).apply)).toEqual([2]);
  expect(streams.positions()).toEqual({ "r:1": { epoch: "e1", seq: 10 }, "u:5": { epoch: "a", seq: 2 } });
});

test("a head that is further on, or of another epoch, tells that something is missing", () => {
  const streams = opened();
  expect(streams.behind({ "r:1": { epoch: "e1", seq: 10 } })).toEqual([]);
  expect(streams.behind({ "r:1": { epoch: "e1", seq: 11 } })).toEqual(["r:1"]);
  expect(streams.behind({ "r:1": { epoch: "e2", seq: 2 } })).toEqual(["r:1"]);
  expect(streams.behind({ "r:99": { epoch: "e1", seq: 5 } })).toEqual([]);
});

test("after a reset events wait for the new snapshot, whose epoch counts anew", () => {
  const streams = opened();
  streams.receive(event(12));
  streams.expect("r:1");
  expect(streams.positions()).toEqual({});
  expect(streams.receive(event(2))).toEqual({ apply: [], gap: false });
  expect(qs(streams.open("r:1", { epoch: "e2", seq: 1 }).apply)).toEqual([2]);
});

test("a closed stream is not resumed", () => {
  const streams = opened();
  streams.close("r:1");
  expect(streams.positions()).toEqual({});
});

test("only the named streams are asked for", () => {
  const streams = opened();
  streams.open("u:5", { epoch: "a", seq: 1 });
  expect(streams.positions(["u:5"])).toEqual({ "u:5": { epoch: "a", seq: 1 } });
});

test("events of a stream that nobody asked for are dropped", () => {
  const streams = new Streams<Sequenced>();
  streams.receive(event(8));
  expect(streams.open("r:1", { epoch: "e1", seq: 7 }).apply).toEqual([]);
});
