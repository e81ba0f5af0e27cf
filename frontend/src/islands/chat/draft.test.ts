import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { gateway } from "../../realtime/client";
import { Draft } from "./draft";

const KEY = "samovar:draft:u:1:7";

/** A server whose answers come when the test says so; `asked` are the requests without one, oldest first. */
function server() {
  const asked: { op: string; body: unknown; answer: (given: object) => void }[] = [];
  vi.spyOn(gateway, "request").mockImplementation(
    (op: string, data: object) =>
      new Promise((resolve) => {
        asked.push({ op, body: (data as { body?: string }).body, answer: resolve as never });
      }),
  );
  return asked;
}

beforeEach(() => {
  vi.useFakeTimers();
  localStorage.clear();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

test("what is sent before the server has said what it has does not come back into the field", async () => {
  // The page before was left with its text on the way: this browser does not know by which number it arrived.
  localStorage.setItem(KEY, JSON.stringify({ body: "one\ntwo", rev: 5, pushed: "one\ntwo", dirty: true }));
  const asked = server();
  const changed = vi.fn();
  const draft = new Draft("u:1", 7, true, changed);
  await vi.advanceTimersByTimeAsync(0);
  draft.write("");
  await vi.advanceTimersByTimeAsync(1000);
  expect(asked.map((one) => one.op)).toEqual(["writing.ask"]);
  asked[0]?.answer({ body: "one\ntwo", rev: 6, enter_sends: true });
  await vi.advanceTimersByTimeAsync(0);
  expect(asked[1]).toMatchObject({ op: "writing.keep", body: "" });
  asked[1]?.answer({ rev: 7 });
  await vi.advanceTimersByTimeAsync(0);
  expect(draft.read()).toBe("");
  expect(changed).not.toHaveBeenCalled();
  draft.stop();
});

test("what is typed while it is being kept is kept too, and never overtaken", async () => {
  const asked = server();
  const draft = new Draft("u:1", 7, true, vi.fn());
  await vi.advanceTimersByTimeAsync(0);
  asked[0]?.answer({ body: "", rev: 0, enter_sends: true });
  draft.write("one");
  await vi.advanceTimersByTimeAsync(1000);
  draft.write("one two");
  await vi.advanceTimersByTimeAsync(1000);
  expect(asked.slice(1).map((one) => one.body)).toEqual(["one"]);
  asked[1]?.answer({ rev: 1 });
  await vi.advanceTimersByTimeAsync(0);
  expect(asked.slice(2).map((one) => one.body)).toEqual(["one two"]);
  asked[2]?.answer({ rev: 2 });
  await vi.advanceTimersByTimeAsync(1000);
  expect(asked).toHaveLength(3);
  draft.stop();
});

test("without a connection it is told when that is back", async () => {
  const request = vi.spyOn(gateway, "request").mockRejectedValue(new Error("offline"));
  const draft = new Draft("u:1", 7, true, vi.fn());
  await vi.advanceTimersByTimeAsync(0);
  draft.write("tea");
  await vi.advanceTimersByTimeAsync(1000);
  const asked = server();
  request.mockClear();
  gateway.own.emit("ready", undefined as never);
  await vi.advanceTimersByTimeAsync(0);
  asked[0]?.answer({ body: "", rev: 0, enter_sends: true });
  await vi.advanceTimersByTimeAsync(0);
  expect(asked[1]).toMatchObject({ op: "writing.keep", body: "tea" });
  draft.stop();
});
