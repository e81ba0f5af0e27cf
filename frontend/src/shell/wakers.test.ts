import { expect, test } from "vitest";
import { Emitter } from "../lib/emitter";
import type { Gateway, GatewayEvents } from "../realtime/client";
import { wakeCalls } from "./wakers";

/** A gateway whose server has these answers, and no others. */
class FakeGateway {
  readonly own = new Emitter<GatewayEvents>();
  readonly heard = new Map<string, () => void>();
  asked: string[] = [];

  constructor(private readonly answers: Record<string, unknown> = {}) {}

  on(name: string, listener: () => void): void {
    this.heard.set(name, listener);
  }

  request(op: string): Promise<unknown> {
    this.asked.push(op);
    return op in this.answers ? Promise.resolve(this.answers[op]) : Promise.reject(new Error(op));
  }
}

async function connected(answers: Record<string, unknown>): Promise<{ woken: number; asked: string[] }> {
  const gateway = new FakeGateway(answers);
  let woken = 0;
  wakeCalls(gateway as unknown as Gateway, () => {
    woken += 1;
  });
  gateway.own.emit("ready", { me: "u:5" });
  await new Promise((resolve) => setTimeout(resolve));
  return { woken, asked: gateway.asked };
}

test("a page where nobody rings and nobody knocks loads no call", async () => {
  const { woken, asked } = await connected({
    "call.rings": { rings: [] },
    "room.knocks": { knocks: [] },
  });
  expect(asked).toEqual(["call.rings", "room.knocks"]);
  expect(woken).toBe(0);
});

test("what rang or knocked before the page connected is found", async () => {
  const ringing = await connected({ "call.rings": { rings: [{ id: 1 }] }, "room.knocks": { knocks: [] } });
  const knocking = await connected({ "call.rings": { rings: [] }, "room.knocks": { knocks: [{ id: 2 }] } });
  expect([ringing.woken, knocking.woken]).toEqual([1, 1]);
});

test("a guest is refused both answers and loads nothing", async () => {
  expect((await connected({})).woken).toBe(0);
});

test("a ring and a knock that come while the page is open load the call", () => {
  const gateway = new FakeGateway();
  let woken = 0;
  wakeCalls(gateway as unknown as Gateway, () => {
    woken += 1;
  });
  gateway.heard.get("calls.rang")?.();
  gateway.heard.get("rooms.knocked")?.();
  expect(woken).toBe(2);
});
