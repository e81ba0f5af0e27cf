import { describe, expect, it } from "vitest";
import { EarlySignals, readSignal, type Signal, SignalQueue } from "./signals";

describe("what another browser says", () => {
  it("is read field by field", () => {
    const said = {
      link: "l1",
      description: { type: "offer", sdp: "v=0" },
      candidates: [{ candidate: "candidate:1", sdpMid: "0", sdpMLineIndex: 0, usernameFragment: "u" }],
    };
    expect(readSignal(said)).toEqual(said);
    expect(readSignal({ ready: "r" })).toEqual({ ready: "r" });
  });

  it.each([null, 5, "offer", [], undefined])("is nothing when it is %s", (data) => {
    expect(readSignal(data)).toBeNull();
  });

  it("loses what has the wrong shape", () => {
    expect(
      readSignal({ link: 5, description: { type: "rollback", sdp: "v=0" }, candidates: [5, {}] }),
    ).toEqual({
      candidates: [],
    });
    expect(readSignal({ description: { type: "offer" } })).toEqual({});
  });
});

describe("what is to be said", () => {
  it("waits in order while the socket is away", () => {
    const sent: string[] = [];
    const queue = new SignalQueue((to, signal: Signal) => sent.push(`${to} ${signal.ready}`));
    queue.push("bob", { ready: "1" });
    queue.suspend();
    queue.push("bob", { ready: "2" });
    queue.push("charlie", { ready: "3" });
    expect(sent).toEqual(["bob 1"]);
    queue.resume();
    queue.push("bob", { ready: "4" });
    expect(sent).toEqual(["bob 1", "bob 2", "charlie 3", "bob 4"]);
  });

  it("does not wait for somebody who left", () => {
    const sent: string[] = [];
    const queue = new SignalQueue((to) => sent.push(to));
    queue.suspend();
    queue.push("bob", {});
    queue.push("charlie", {});
    queue.forget("bob");
    queue.resume();
    expect(sent).toEqual(["charlie"]);
  });

  it("does not grow without end", () => {
    const sent: string[] = [];
    const queue = new SignalQueue((_, signal) => sent.push(signal.ready ?? ""), 2);
    queue.suspend();
    for (const ready of ["1", "2", "3"]) queue.push("bob", { ready });
    queue.resume();
    expect(sent).toEqual(["2", "3"]);
  });
});

describe("signals of somebody not known yet", () => {
  it("are kept until he is", () => {
    const early = new EarlySignals();
    early.hold("bob", 1);
    early.hold("bob", 2);
    expect(early.take("bob")).toEqual([1, 2]);
    expect(early.take("bob")).toEqual([]);
  });

  it("are bounded", () => {
    const early = new EarlySignals(2);
    for (const from of ["alice", "bob", "charlie"]) early.hold(from, 1);
    expect(early.take("alice")).toEqual([]);
    expect(early.take("charlie")).toEqual([1]);
  });
});
