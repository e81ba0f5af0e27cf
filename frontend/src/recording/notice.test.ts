import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { RecordingView } from "../generated/wire";
import { say, sentence, troubleText } from "./notice";

const RUNS: RecordingView = {
  id: 7,
  state: "running",
  paused: false,
  trouble: "",
  by: "Alice",
  peer: "",
  on_server: false,
  at: "2026-01-01T00:00:00.000Z",
  elapsed_ms: 0,
};

describe("what is told of a recording", () => {
  it("begins, pauses, goes on and ends in words, each once", () => {
    const paused = { ...RUNS, paused: true };
    expect(sentence(RUNS, null)).toBe("Alice records this call.");
    expect(sentence(paused, RUNS)).toBe("The recording is paused.");
    expect(sentence(RUNS, paused)).toBe("The recording goes on.");
    expect(sentence({ ...RUNS, state: "stopping" }, RUNS)).toBe("The recording has ended.");
    expect(sentence({ ...RUNS, elapsed_ms: 9 }, RUNS)).toBe("");
    expect(sentence({ ...RUNS, state: "ready" }, { ...RUNS, state: "finishing" })).toBe("");
  });

  it("says why it ended, and when nothing reaches the server", () => {
    expect(sentence({ ...RUNS, state: "stopping", trouble: "quota" }, RUNS)).toContain("no space left");
    expect(sentence({ ...RUNS, state: "stopping", trouble: "disk" }, RUNS)).toContain("disk of the server");
    expect(sentence({ ...RUNS, trouble: "quiet" }, RUNS)).toContain("Nothing of the recording");
    expect(troubleText("later")).toBe("");
  });
});

describe("the spoken notice", () => {
  const spoken: { text: string; voice: unknown; lang: string }[] = [];
  const tones: number[] = [];

  function voices(...found: { localService: boolean; lang: string }[]): void {
    vi.stubGlobal("speechSynthesis", {
      getVoices: () => found,
      speak: (speech: { text: string; voice: unknown; lang: string }) => spoken.push(speech),
    });
  }

  beforeEach(() => {
    spoken.length = 0;
    tones.length = 0;
    vi.stubGlobal(
      "SpeechSynthesisUtterance",
      class {
        voice: unknown = null;
        lang = "";
        constructor(readonly text: string) {}
      },
    );
    class Node extends EventTarget {
      readonly gain = { setValueAtTime: () => undefined, exponentialRampToValueAtTime: () => undefined };
      constructor(_context: unknown, { frequency }: { frequency?: number }) {
        super();
        if (frequency) tones.push(frequency);
      }
      connect(next: unknown): unknown {
        return next;
      }
      start(): void {}
      stop(): void {}
    }
    vi.stubGlobal("AudioContext", class {});
    vi.stubGlobal("GainNode", Node);
    vi.stubGlobal("OscillatorNode", Node);
    Object.defineProperty(navigator, "userActivation", {
      value: { hasBeenActive: true },
      configurable: true,
    });
  });

  afterEach(() => {
    vi.unstubAllGlobals();
    Reflect.deleteProperty(navigator, "userActivation");
  });

  it("is read by a voice of this machine in the language of the page", () => {
    const own = { localService: true, lang: "en-GB" };
    voices({ localService: false, lang: "en-US" }, { localService: true, lang: "de-DE" }, own);
    say("Alice records this call.");
    expect(spoken).toEqual([
      expect.objectContaining({ text: "Alice records this call.", voice: own, lang: "en-GB" }),
    ]);
    expect(tones).toEqual([]);
  });

  it("never goes to a voice elsewhere: then, and without any voice, there are two tones", () => {
    voices({ localService: false, lang: "en-US" });
    say("Alice records this call.");
    expect([spoken, tones.length]).toEqual([[], 2]);
    vi.stubGlobal("speechSynthesis", undefined);
    say("The recording has ended.");
    expect(tones).toHaveLength(4);
  });

  it("waits with tones until somebody has touched the page", () => {
    Object.defineProperty(navigator, "userActivation", {
      value: { hasBeenActive: false },
      configurable: true,
    });
    voices();
    say("Alice records this call.");
    expect([spoken, tones]).toEqual([[], []]);
  });
});
