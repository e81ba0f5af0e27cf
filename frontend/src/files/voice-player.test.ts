import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { FileView } from "../generated/wire";
import { hush, VoicePlayer } from "./voice-player";

const FILE = { duration: 4000, waveform: [10, 90] } as unknown as FileView;

/** A player that loads nothing. */
class FakePlayer extends EventTarget {
  static made: FakePlayer[] = [];
  paused = true;
  currentTime = 0;
  playbackRate = 1;
  defaultPlaybackRate = 1;
  readyState = 0;
  duration = 4;

  constructor() {
    super();
    FakePlayer.made.push(this);
  }

  async play(): Promise<void> {
    this.paused = false;
    this.dispatchEvent(new Event("play"));
  }

  pause(): void {
    this.paused = true;
    this.dispatchEvent(new Event("pause"));
  }

  /** As browsers do: what is loaded anew goes as fast as by default. */
  load(): void {
    this.playbackRate = this.defaultPlaybackRate;
    this.readyState = 1;
    queueMicrotask(() => this.dispatchEvent(new Event("loadedmetadata")));
  }
}

let voices: VoicePlayer[];

beforeEach(async () => {
  vi.stubGlobal("Audio", FakePlayer);
  FakePlayer.made = [];
  voices = [new VoicePlayer(), new VoicePlayer()];
  for (const voice of voices) {
    voice.file = FILE;
    document.body.append(voice);
    await voice.updateComplete;
  }
});

afterEach(() => {
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

function press(n: number, selector: string): void {
  voices[n]?.querySelector<HTMLElement>(selector)?.click();
}

const speeds = (): (string | undefined)[] =>
  voices.map((voice) => voice.querySelector(".voice-speed")?.textContent?.trim());

test("whoever listens to one voice faster listens to the next one so too, also after it was loaded", async () => {
  press(0, ".voice-speed");
  await vi.waitFor(() => expect(speeds()).toEqual(["1.5×", "1.5×"]));
  press(1, ".voice-wave");
  await vi.waitFor(() => expect(FakePlayer.made[0]?.readyState).toBe(1));
  expect(FakePlayer.made[0]?.playbackRate).toBe(1.5);
  press(0, ".voice-speed");
  press(0, ".voice-speed");
  await vi.waitFor(() => expect(speeds()).toEqual(["1×", "1×"]));
});

test("one voice plays at a time, and none while something is recorded", async () => {
  press(0, ".voice-play");
  press(1, ".voice-play");
  expect(FakePlayer.made.map(({ paused }) => paused)).toEqual([true, false]);
  hush();
  expect(FakePlayer.made.map(({ paused }) => paused)).toEqual([true, true]);
});

test("what could not be played is tried once more", async () => {
  press(0, ".voice-play");
  FakePlayer.made[0]?.dispatchEvent(new Event("error"));
  await vi.waitFor(() => expect(voices[0]?.textContent).toContain("cannot be played"));
  press(0, ".text-link");
  expect(FakePlayer.made[1]?.paused).toBe(false);
  await vi.waitFor(() => expect(voices[0]?.querySelector(".voice-play")).not.toBeNull());
});
