import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { EnterAnswer } from "../generated/wire";
import { gateway } from "./client";
import { Refused } from "./requests";
import { enterRoom, releaseRoom } from "./rooms";

/** What the server was asked, and how it answers. */
interface Asked {
  op: string;
  answer: (answer: unknown) => void;
  refuse: (refusal: Refused) => void;
}

let asked: Asked[];
let room = 0;

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  room += 1;
  vi.spyOn(gateway, "status", "get").mockReturnValue("open");
  vi.spyOn(gateway, "request").mockImplementation(
    (op) => new Promise((resolve, reject) => asked.push({ op, answer: resolve as never, refuse: reject })),
  );
});

afterEach(() => vi.useRealTimers());

const ops = (): string[] => asked.map(({ op }) => op);
const entered = (): EnterAnswer => ({
  room: { id: room } as EnterAnswer["room"],
  me: { id: 1, name: "alice" } as EnterAnswer["me"],
  people: [],
  stream: `r:${room}`,
  pos: { epoch: "e", seq: 1 },
});
const wait = (): Promise<unknown> => vi.advanceTimersByTimeAsync(5_000);

test("a room that was left is not tried again when the server had been too busy to let one in", async () => {
  const session = enterRoom(room);
  await vi.advanceTimersByTimeAsync(0);
  asked[0]?.refuse(new Refused("too_many"));
  await vi.advanceTimersByTimeAsync(0);
  releaseRoom(session);
  await vi.advanceTimersByTimeAsync(1_000);
  asked[1]?.answer({});
  await wait();
  expect(ops()).toEqual(["room.enter", "room.exit"]);
});

test("a room that is left before the server answers is left after it, and its stream stays closed", async () => {
  const open = vi.spyOn(gateway, "openStream");
  const session = enterRoom(room);
  await vi.advanceTimersByTimeAsync(0);
  releaseRoom(session);
  await wait();
  expect(ops()).toEqual(["room.enter"]);
  asked[0]?.answer(entered());
  await wait();
  expect(open).not.toHaveBeenCalled();
  expect(ops()).toEqual(["room.enter", "room.exit"]);
});

test("who returns to a room is in it only after he is out", async () => {
  releaseRoom(enterRoom(room));
  await wait();
  const again = enterRoom(room);
  await wait();
  expect(ops()).toEqual(["room.enter"]);
  asked[0]?.answer(entered());
  await wait();
  asked[1]?.answer({});
  await wait();
  expect(ops()).toEqual(["room.enter", "room.exit", "room.enter"]);
  asked[2]?.answer(entered());
  await wait();
  expect(again.status).toBe("ready");
});

test("a session that was lost and is given back leaves the stream to the one after it", async () => {
  const close = vi.spyOn(gateway, "closeStream");
  const lost = enterRoom(room);
  await vi.advanceTimersByTimeAsync(0);
  asked[0]?.refuse(new Refused("denied"));
  await vi.advanceTimersByTimeAsync(0);
  expect(lost.status).toBe("gone");
  const next = enterRoom(room);
  releaseRoom(lost);
  await wait();
  expect(next).not.toBe(lost);
  expect(close).not.toHaveBeenCalled();
});
