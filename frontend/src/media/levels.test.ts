import { describe, expect, it } from "vitest";
import { loudness, meter, Speakers } from "./levels";

const LOUD = 0.2;
const STILL = 0.001;

describe("who speaks", () => {
  it("is measured as root mean square", () => {
    expect(loudness(new Float32Array([0.5, -0.5, 0.5, -0.5]))).toBeCloseTo(0.5);
    expect(loudness(new Float32Array())).toBe(0);
  });

  it("shows on a meter between nothing and full", () => {
    expect([meter(0), meter(0.001), meter(1)]).toEqual([0, 0, 1]);
    expect(meter(0.03)).toBeGreaterThan(0.4);
  });

  it("does not flicker in the pauses between words", () => {
    const speakers = new Speakers();
    expect(speakers.hear(new Map([["alice", LOUD]]), 0)).toEqual(new Set(["alice"]));
    expect(speakers.hear(new Map([["alice", STILL]]), 500)).toEqual(new Set(["alice"]));
    expect(speakers.hear(new Map([["alice", STILL]]), 800)).toEqual(new Set());
  });

  it("leads only after speaking for a while, and keeps the lead until quiet", () => {
    const speakers = new Speakers();
    speakers.hear(new Map([["alice", LOUD]]), 0);
    expect(speakers.leading).toBeNull();
    speakers.hear(new Map([["alice", LOUD]]), 1000);
    expect(speakers.leading).toBe("alice");
    const both = new Map([
      ["alice", LOUD],
      ["bob", LOUD],
    ]);
    speakers.hear(both, 1100);
    speakers.hear(both, 2500);
    expect(speakers.leading).toBe("alice");
    const bob = new Map([
      ["alice", STILL],
      ["bob", LOUD],
    ]);
    speakers.hear(bob, 3300);
    expect(speakers.leading).toBe("bob");
  });

  it("is never led by oneself", () => {
    const speakers = new Speakers();
    const both = new Map([
      ["alice", LOUD],
      ["bob", LOUD],
    ]);
    speakers.hear(both, 0, "alice");
    speakers.hear(both, 1000, "alice");
    expect(speakers.leading).toBe("bob");
  });

  it("keeps the last one on the stage when all are quiet, unless he left", () => {
    const speakers = new Speakers();
    speakers.hear(new Map([["alice", LOUD]]), 0);
    speakers.hear(new Map([["alice", LOUD]]), 1000);
    speakers.hear(new Map([["alice", STILL]]), 3000);
    expect(speakers.leading).toBe("alice");
    speakers.hear(new Map([["alice", LOUD]]), 4000);
    speakers.hear(new Map(), 4100);
    expect(speakers.leading).toBeNull();
  });
});
