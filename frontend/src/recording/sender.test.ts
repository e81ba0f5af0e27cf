import { describe, expect, it, vi } from "vitest";
import { outcomeOf } from "./http";
import { type Outcome, Sender } from "./sender";
import { inMemory, type Piece } from "./store";

function piece(n: number): Piece {
  return { recording: 7, run: 0, n, content: new ArrayBuffer(1) };
}

/** A server that answers as it is told, then keeps everything. */
function server(...answers: Outcome[]): { sent: number[]; send: (piece: Piece) => Promise<Outcome> } {
  const sent: number[] = [];
  return {
    sent,
    send: async ({ n }) => {
      sent.push(n);
      return answers.shift() ?? "kept";
    },
  };
}

describe("sending pieces", () => {
  it("keeps their order and forgets what was kept", async () => {
    const store = inMemory();
    const { sent, send } = server();
    const sender = new Sender(7, store, send);
    for (const n of [0, 1, 2]) await sender.add(piece(n));
    await sender.settled();
    expect(sent).toEqual([0, 1, 2]);
    expect(await store.recordings()).toEqual([]);
  });

  it("sends again what did not arrive, says that it is held and that it goes on", async () => {
    vi.useFakeTimers();
    const { sent, send } = server("again", "again");
    const sender = new Sender(7, inMemory(), send);
    const held: boolean[] = [];
    sender.events.on("held", ({ since }) => held.push(since !== null));
    await sender.add(piece(0));
    const done = sender.settled();
    await vi.runAllTimersAsync();
    await done;
    expect(sent).toEqual([0, 0, 0]);
    expect(held).toEqual([true, false]);
    vi.useRealTimers();
  });

  it("tries at once when the network is back", async () => {
    const { sent, send } = server("again");
    const sender = new Sender(7, inMemory(), send);
    const held = new Promise<void>((resolve) => sender.events.on("held", () => resolve()));
    await sender.add(piece(0));
    await held;
    await Promise.resolve();
    sender.hurry();
    await sender.settled();
    expect(sent).toEqual([0, 0]);
  });

  it("keeps what is refused, says so, goes on with the next and sends it again later", async () => {
    const store = inMemory();
    const { sent, send } = server("refused");
    const sender = new Sender(7, store, send);
    const aside = vi.fn();
    sender.events.on("aside", aside);
    await sender.add(piece(0));
    await sender.add(piece(1));
    await sender.settled();
    expect(sent).toEqual([0, 1]);
    expect(aside).toHaveBeenCalledOnce();
    expect(await store.aside(7)).toBe(1);
    await store.takeUp(7);
    await new Sender(7, store, send).settled();
    expect(sent).toEqual([0, 1, 0]);
    expect(await store.recordings()).toEqual([]);
  });

  it("keeps what finds no space, says so, and a later page sends it in its order", async () => {
    const store = inMemory();
    const { sent, send } = server("kept", "full");
    const sender = new Sender(7, store, send);
    const full = vi.fn();
    sender.events.on("full", full);
    for (const n of [0, 1, 2]) await sender.add(piece(n));
    await sender.settled();
    expect(sent).toEqual([0, 1]);
    expect(full).toHaveBeenCalledOnce();
    expect((await store.all(7)).map(({ n }) => n)).toEqual([1, 2]);
    await new Sender(7, store, send).settled();
    expect(sent).toEqual([0, 1, 1, 2]);
    expect(await store.recordings()).toEqual([]);
  });

  it("reads answers: what a server in trouble says is no refusal", () => {
    expect([200, 201, 404, 409, 413, 429, 500, 503, 507].map(outcomeOf)).toEqual([
      "kept",
      "kept",
      "refused",
      "refused",
      "refused",
      "again",
      "again",
      "again",
      "full",
    ]);
  });
});
