import { beforeEach, expect, test, vi } from "vitest";
import type { JoinAnswer } from "../generated/wire";
import { Emitter } from "../lib/emitter";
import { Gateway, gateway } from "../realtime/client";
import { CarriedSession } from "./carried";
import { askBeforeJoining } from "./joining";
import { CallSession } from "./session";

/** What the server was asked, and how it answers. */
interface Asked {
  op: string;
  data: { room: number; peer: string };
  answer: (answer: unknown) => void;
  refuse: (error: Error) => void;
}

let asked: Asked[];
let made: { close: () => void }[];
let session: CallSession;

/** What the person answers when he is asked before a call. */
let agreed: { recording: null } | null;
askBeforeJoining(async () => agreed);

/** A way of media that carries nothing. */
function nothing(): CarriedSession {
  const way = Object.assign(Object.create(CarriedSession.prototype), {
    carry: () => undefined,
    meet: () => undefined,
    publish: async () => undefined,
    close: vi.fn(),
    people: new Map(),
  });
  made.push(way);
  return way;
}

beforeEach(() => {
  asked = [];
  agreed = { recording: null };
  made = [];
  vi.stubGlobal("MediaStream", class {});
  // The room's own connection says nothing here.
  vi.spyOn(gateway, "request").mockReturnValue(new Promise(() => undefined));
  const line = Object.assign(Object.create(Gateway.prototype), {
    own: new Emitter(),
    onStream: () => () => undefined,
    on: () => () => undefined,
    request: (op: string, data: Asked["data"]) =>
      new Promise((resolve, reject) => asked.push({ op, data, answer: resolve, refuse: reject })),
  });
  session = new CallSession(line, nothing);
});

const room = (id: number) => ({ id, code: `r${id}`, name: `room ${id}` });
const answer = (started_at: string): JoinAnswer =>
  ({
    call: { id: 1, key_check: "", carrier: { kind: "mesh", generation: 0 }, peers: [], started_at },
    ice_servers: [],
    ice_expires_in: 3600,
    media_server: false,
  }) as unknown as JoinAnswer;
const question = (op: string, n: number): Promise<Asked> =>
  vi.waitFor(() => {
    const found = asked.find(({ op: other, data }) => other === op && data.room === n);
    if (!found) throw new Error(`nobody asked ${op} in ${n}`);
    return found;
  });

/** Joins the first call, gives up while the server is asked, and joins the second. */
async function twoCalls() {
  const joinedFirst = session.join(room(1));
  const first = await question("call.join", 1);
  const joinedSecond = session.join(room(2));
  (await question("call.leave", 1)).answer({});
  const second = await question("call.join", 2);
  asked.splice(0);
  return { first, second, joinedFirst, joinedSecond };
}

test("a call that was given up for another does not take its place when its answer comes late", async () => {
  const { first, second, joinedFirst, joinedSecond } = await twoCalls();
  first.answer(answer("first"));
  const left = await question("call.leave", 1);
  expect(left.data.peer).toBe(first.data.peer);
  left.answer({});
  await joinedFirst;
  expect([session.phase, made.length]).toEqual(["joining", 0]);
  second.answer(answer("second"));
  await joinedSecond;
  expect([session.phase, session.room?.id, session.startedAt, made.length]).toEqual(["in", 2, "second", 1]);
});

test("nor does its refusal end the other", async () => {
  const { first, second, joinedFirst, joinedSecond } = await twoCalls();
  first.refuse(new Error("too late"));
  await expect(joinedFirst).rejects.toThrow("too late");
  second.answer(answer("second"));
  await joinedSecond;
  expect([session.phase, session.room?.id]).toEqual(["in", 2]);
});

test("who would rather not join leaves no device open", async () => {
  agreed = null;
  const track = Object.assign(Object.create(null), { stop: vi.fn() });
  await expect(session.join(room(1), { microphone: { track } })).rejects.toThrow("declined");
  expect(track.stop).toHaveBeenCalled();
  expect(session.phase).toBe("idle");
});
