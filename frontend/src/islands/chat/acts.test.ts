import { expect, test } from "vitest";
import type { Act, Unsent } from "../../realtime/outbox";
import { OpenActs } from "./acts";
import { sampleMessage } from "./sample";

const done = (act: Act, state: Unsent["state"] = "waiting"): Unsent => ({
  cid: `${act.what}${act.n}`,
  owner: "u:1",
  room: 1,
  body: "",
  at: 1,
  state,
  reason: "",
  act,
});

test("what is done to a message shows before the server says so, in order", () => {
  const acts = new OpenActs([
    done({ what: "edit", n: 1, body: "once" }),
    done({ what: "edit", n: 1, body: "twice" }),
    done({ what: "pin", n: 1, on: true }),
  ]);
  const shown = acts.applied(sampleMessage(1), 7);
  expect([shown.body, shown.pinned, acts.of(1).length]).toEqual(["twice", true, 3]);
  expect(acts.applied(sampleMessage(2), 7)).toEqual(sampleMessage(2));
});

test("a reaction is counted once, and taken away again leaves nothing", () => {
  const on = new OpenActs([done({ what: "react", n: 1, emoji: "👍", on: true })]);
  const others = sampleMessage(1, { reactions: [{ emoji: "👍", participants: [2] }] });
  expect(on.applied(others, 7).reactions).toEqual([{ emoji: "👍", participants: [2, 7] }]);
  expect(on.applied(sampleMessage(1), 7).reactions).toEqual([{ emoji: "👍", participants: [7] }]);
  const off = new OpenActs([done({ what: "react", n: 1, emoji: "👍", on: false })]);
  const mine = sampleMessage(1, { reactions: [{ emoji: "👍", participants: [7] }] });
  expect(off.applied(mine, 7).reactions).toEqual([]);
});

test("what was refused changes nothing and is still told", () => {
  const acts = new OpenActs([done({ what: "delete", n: 1 }, "failed")]);
  expect(acts.applied(sampleMessage(1), 7).deleted).toBe(false);
  expect(acts.of(1).map(({ state }) => state)).toEqual(["failed"]);
});

test("the last word on a star counts", () => {
  const acts = new OpenActs([
    done({ what: "star", n: 1, on: true }),
    done({ what: "star", n: 1, on: false }),
  ]);
  expect([acts.starred(1), acts.starred(2)]).toEqual([false, null]);
});
