import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Emitter } from "../lib/emitter";
import type { CallEvents } from "./call";
import type { Reach } from "./mediaSession";
import type { CallSession } from "./session";
import { Unreached } from "./unreached";

/** A call with Bob in it, who is as reachable as the test says. */
function callWith(bob: { reach: Reach }): { call: CallSession; events: Emitter<CallEvents> } {
  const events = new Emitter<CallEvents>();
  const tiles = (): unknown[] => [
    { peer: "alice", me: true, reach: "connected" },
    { peer: "bob", me: false, reach: bob.reach },
  ];
  const call = Object.create(null, { events: { value: events }, tiles: { get: tiles } });
  return { call, events };
}

describe("somebody from whom nothing comes", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it("is named after 8 s, and no more when it comes at last", () => {
    const bob: { reach: Reach } = { reach: "connecting" };
    const { call, events } = callWith(bob);
    const unreached = new Unreached(call);
    events.emit("change", undefined);
    vi.advanceTimersByTime(7999);
    expect(unreached.has("bob")).toBe(false);
    events.emit("change", undefined);
    vi.advanceTimersByTime(1);
    expect([unreached.has("bob"), unreached.has("alice")]).toEqual([true, false]);
    bob.reach = "connected";
    events.emit("change", undefined);
    expect(unreached.has("bob")).toBe(false);
  });

  it("is not named who came in time", () => {
    const bob: { reach: Reach } = { reach: "interrupted" };
    const { call, events } = callWith(bob);
    const unreached = new Unreached(call);
    events.emit("change", undefined);
    vi.advanceTimersByTime(5000);
    bob.reach = "connected";
    events.emit("change", undefined);
    vi.advanceTimersByTime(60_000);
    expect(unreached.has("bob")).toBe(false);
  });
});
