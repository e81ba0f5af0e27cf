import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Publication } from "./mediaSession";
import { Proof } from "./proof";

const voiceOf = (sources: () => unknown[]): Publication =>
  ({
    source: "microphone",
    track: { kind: "audio" },
    stream: {},
    receiver: { getSynchronizationSources: sources },
  }) as unknown as Publication;

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test("a voice counts when its first packet was played, though its track was there before", () => {
  const changed = vi.fn();
  const proof = new Proof(changed);
  const sources: unknown[] = [];
  const voice = voiceOf(() => sources);
  expect(proof.has(voice)).toBe(false);
  vi.advanceTimersByTime(1000);
  expect(changed).not.toHaveBeenCalled();
  sources.push({ timestamp: 1 });
  vi.advanceTimersByTime(100);
  expect(changed).toHaveBeenCalledOnce();
  sources.length = 0;
  expect(proof.has(voice), "what has come once is there").toBe(true);
});

test("who says nothing at all holds nobody up for long", () => {
  const changed = vi.fn();
  const proof = new Proof(changed);
  const voice = voiceOf(() => []);
  expect(proof.has(voice)).toBe(false);
  vi.advanceTimersByTime(6000);
  expect(changed).toHaveBeenCalledOnce();
  expect(proof.has(voice)).toBe(true);
});

test("a browser that does not tell of packets is believed its track", () => {
  const voice = { ...voiceOf(() => []), receiver: null };
  expect(new Proof(() => undefined).has(voice)).toBe(true);
});

test("nothing is waited for after the end", () => {
  const proof = new Proof(() => undefined);
  proof.has(voiceOf(() => []));
  proof.stop();
  expect(vi.getTimerCount()).toBe(0);
});
