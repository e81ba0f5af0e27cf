import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Listening } from "./listening";
import type { VoiceSource } from "./received";

/** As much of Web Audio as listening takes; `sound` is what every track has in it. */
class FakeContext {
  static open = 0;
  static sound = 0;
  state = "running";

  constructor() {
    FakeContext.open += 1;
  }

  createAnalyser(): unknown {
    return {
      fftSize: 0,
      getFloatTimeDomainData: (samples: Float32Array) => samples.fill(FakeContext.sound),
    };
  }

  createMediaStreamSource(): unknown {
    return { connect: () => undefined, disconnect: () => undefined };
  }

  async close(): Promise<void> {
    FakeContext.open -= 1;
  }
}

function track(): MediaStreamTrack {
  return Object.create(null);
}

const tells = (told: { audioLevel?: number }): VoiceSource => ({
  getSynchronizationSources: () => [{ timestamp: performance.now(), ...told }],
});

describe("listening", () => {
  let heard: ReadonlyMap<string, number> = new Map();
  let listening = new Listening(() => undefined);

  beforeEach(() => {
    vi.useFakeTimers();
    vi.stubGlobal("window", globalThis);
    vi.stubGlobal("AudioContext", FakeContext);
    vi.stubGlobal("MediaStream", class {});
    FakeContext.open = 0;
    FakeContext.sound = 0.5;
    listening = new Listening((levels) => {
      heard = levels;
    });
  });

  afterEach(() => {
    listening.stop();
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("takes the others' word and opens nothing for it", () => {
    listening.follow(
      new Map([
        ["bob", { track: track(), receiver: tells({ audioLevel: 0.25 }) }],
        ["charlie", { track: track(), receiver: tells({ audioLevel: 0 }) }],
      ]),
    );
    vi.advanceTimersByTime(100);
    expect([...heard]).toEqual([
      ["bob", 0.25],
      ["charlie", 0],
    ]);
    expect(FakeContext.open).toBe(0);
  });

  it("listens to oneself, and to whom the browser tells nothing of", () => {
    listening.follow(
      new Map([
        ["me", { track: track() }],
        ["bob", { track: track(), receiver: tells({}) }],
      ]),
    );
    vi.advanceTimersByTime(100);
    expect([heard.get("me"), heard.get("bob")]).toEqual([0.5, 0.5]);
    expect(FakeContext.open).toBe(1);
  });

  it("closes its ear with the last one it listens to", () => {
    const bob = { track: track(), receiver: tells({ audioLevel: 0.1 }) };
    const me = { track: track() };
    const both = new Map<string, { track: MediaStreamTrack; receiver?: VoiceSource }>([
      ["bob", bob],
      ["me", me],
    ]);
    listening.follow(both);
    expect(FakeContext.open).toBe(1);
    listening.follow(new Map([["bob", bob]]));
    expect(FakeContext.open).toBe(0);
    vi.advanceTimersByTime(100);
    expect([...heard]).toEqual([["bob", 0.1]]);
    listening.follow(both);
    expect(FakeContext.open).toBe(1);
  });
});
