import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Gateway } from "./client";
import { Refused } from "./requests";

/** A socket whose server is the test. */
class FakeSocket extends EventTarget {
  static readonly CONNECTING = 0;
  static readonly OPEN = 1;
  static all: FakeSocket[] = [];
  readyState = FakeSocket.CONNECTING;
  sent: Record<string, unknown>[] = [];

  constructor(readonly url: string) {
    super();
    FakeSocket.all.push(this);
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text) as Record<string, unknown>);
  }

  close(): void {
    this.readyState = 3;
  }

  tell(frame: unknown): void {
    this.readyState = FakeSocket.OPEN;
    this.dispatchEvent(new MessageEvent("message", { data: JSON.stringify(frame) }));
  }

  end(code: number): void {
    this.readyState = 3;
    this.dispatchEvent(new CloseEvent("close", { code }));
  }

  /** The last command of this kind. */
  asked(op: string): Record<string, unknown> {
    const found = this.sent.findLast((frame) => frame.op === op);
    if (!found) throw new Error(`nobody asked ${op}`);
    return found;
  }

  answer(op: string, ok: unknown): void {
    this.tell({ id: this.asked(op).id, ok });
  }
}

const HELLO = { v: 1, me: "u:5", session: 9, ping: 25, pos: { "u:5": { epoch: "e", seq: 3 } } };
const socket = () => FakeSocket.all.at(-1) ?? new FakeSocket("");
const flush = () => vi.advanceTimersByTimeAsync(0);
const event = (q: number, s = "r:1") => ({ s, q, e: "rooms.room_closed", d: { room: q, reason: "ended" } });

let gateway: Gateway;
let heard: number[];

beforeEach(async () => {
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", FakeSocket);
  FakeSocket.all = [];
  heard = [];
  gateway = new Gateway();
  gateway.on("rooms.room_closed", ({ room }) => heard.push(room));
  gateway.start();
  socket().tell({ hello: HELLO });
  await flush();
  gateway.expectStream("r:1");
  gateway.openStream("r:1", { epoch: "e1", seq: 10 });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("events come in order, also several in one frame", () => {
  socket().tell([event(11), event(12), event(12)]);
  expect([gateway.status, gateway.me, heard]).toEqual(["open", "u:5", [11, 12]]);
});

test("a gap is asked for, and what came meanwhile is told after it", async () => {
  socket().tell(event(12));
  expect(heard).toEqual([]);
  expect(socket().asked("resume").pos).toEqual({
    "u:5": { epoch: "e", seq: 3 },
    "r:1": { epoch: "e1", seq: 10 },
  });
  socket().tell(event(11));
  socket().answer("resume", { reset: [], pos: { "r:1": { epoch: "e1", seq: 12 } } });
  await flush();
  expect(heard).toEqual([11, 12]);
});

test("after a lost connection it resumes before it is ready again", async () => {
  const ready = vi.fn();
  gateway.own.on("ready", ready);
  socket().end(1006);
  expect(gateway.status).toBe("connecting");
  await vi.advanceTimersByTimeAsync(500);
  socket().tell({ hello: HELLO });
  socket().tell([event(11), event(12)]);
  expect(ready).not.toHaveBeenCalled();
  socket().answer("resume", { reset: [], pos: {} });
  await flush();
  expect([ready.mock.calls.length, heard]).toEqual([1, [11, 12]]);
});

test("a stream that cannot be resumed is named, and held until it is loaded anew", async () => {
  const reset = vi.fn();
  gateway.own.on("reset", reset);
  socket().end(4408);
  await vi.advanceTimersByTimeAsync(0);
  socket().tell({ hello: HELLO });
  socket().answer("resume", { reset: ["r:1"], pos: { "r:1": { epoch: "e2", seq: 2 } } });
  await flush();
  expect(reset).toHaveBeenCalledWith({ stream: "r:1" });
  socket().tell(event(3));
  expect(heard).toEqual([]);
  gateway.openStream("r:1", { epoch: "e2", seq: 2 });
  expect(heard).toEqual([3]);
});

test("a lost last event is found by the heads that a ping brings", async () => {
  await vi.advanceTimersByTimeAsync(25_000);
  socket().answer("ping", { heads: { "r:1": { epoch: "e1", seq: 11 } } });
  await flush();
  expect(socket().asked("resume").pos).toMatchObject({ "r:1": { epoch: "e1", seq: 10 } });
});

test("a connection that does not answer a ping is replaced", async () => {
  await vi.advanceTimersByTimeAsync(25_000 + 4_000 + 500);
  expect(FakeSocket.all).toHaveLength(2);
});

test("what is asked before the first connection is asked once it is there", async () => {
  const early = new Gateway();
  early.start();
  const asked = early.request("call.state", { room: 1 });
  socket().end(1006);
  await vi.advanceTimersByTimeAsync(500);
  expect(socket().sent).toEqual([]);
  socket().tell({ hello: HELLO });
  await flush();
  socket().answer("call.state", { peers: [] });
  await expect(asked).resolves.toEqual({ peers: [] });
});

test("a first connection that never comes, or is not allowed, refuses what was asked", async () => {
  const late = new Gateway();
  late.start();
  const never = expect(late.request("call.state", { room: 1 }, 300)).rejects.toMatchObject({
    code: "offline",
  });
  await vi.advanceTimersByTimeAsync(300);
  await never;
  const refused = expect(late.request("call.state", { room: 1 })).rejects.toMatchObject({ code: "offline" });
  socket().end(4401);
  await refused;
  expect(late.status).toBe("refused");
});

test("a command without a connection is refused at once, and one under way when it breaks", async () => {
  const under = gateway.request("call.state", { room: 1 });
  socket().end(1006);
  await expect(under).rejects.toMatchObject({ code: "offline", unanswered: true });
  await expect(gateway.request("call.state", { room: 1 })).rejects.toBeInstanceOf(Refused);
});

test("a refusal carries its code, its sentence and when to come again", async () => {
  const asked = gateway.request("message.send", { room: 1, cid: "c", body: "x" });
  socket().tell({
    id: socket().asked("message.send").id,
    err: { code: "too_many", message: "Wait.", retry: 3 },
  });
  await expect(asked).rejects.toMatchObject({
    code: "too_many",
    message: "Wait.",
    retry: 3,
    unanswered: false,
  });
});

test("without a session it does not knock again", async () => {
  const closed = vi.fn();
  gateway.own.on("closed", closed);
  socket().end(4401);
  await vi.advanceTimersByTimeAsync(60_000);
  expect([gateway.status, FakeSocket.all.length]).toEqual(["refused", 1]);
  expect(closed).toHaveBeenCalledWith({ code: 4401 });
});

test("frames that nobody can read change nothing", () => {
  for (const frame of [
    null,
    7,
    "x",
    {},
    { s: "r:1", q: "11", e: "x", d: {} },
    { id: 99, ok: {} },
    { bad: {} },
  ]) {
    socket().tell(frame);
  }
  socket().tell(event(11));
  expect(heard).toEqual([11]);
});

test("other parts of the page hear every event on the window", () => {
  const listener = vi.fn();
  window.addEventListener("samovar:event", listener);
  socket().tell({ s: "rooms", e: "rooms.listed", d: {} });
  window.removeEventListener("samovar:event", listener);
  const [told] = listener.mock.calls[0] as [CustomEvent];
  expect(told.detail).toEqual({ stream: "rooms", name: "rooms.listed", data: {} });
});

test("what is asked before anybody connects waits for the first connection", async () => {
  const fresh = new Gateway();
  const answer = fresh.request("ping", {});
  await flush();
  fresh.start();
  socket().tell({ hello: HELLO });
  await flush();
  socket().answer("ping", { heads: {} });
  await expect(answer).resolves.toEqual({ heads: {} });
});
