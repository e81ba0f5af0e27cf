import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Publication } from "./mediaSession";
import { Proof } from "./proof";

/** A voice whose packets are played while `flows` says so. */
function makeVoice(): { publication: Publication; flow: { on: boolean } } {
  const flow = { on: false };
  let played = 0;
  const receiver = {
    getSynchronizationSources: () => {
      if (flow.on) played = performance.now();
      return played ? [{ timestamp: played }] : [];
    },
  };
  const publication = { source: "microphone", track: { kind: "audio" }, stream: {}, receiver };
  return { publication: publication as unknown as Publication, flow };
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

test("a voice counts when it has been played for a while, not when its track is there", () => {
  const changed = vi.fn();
  const proof = new Proof(changed);
  const { publication, flow } = makeVoice();
  expect(proof.has(publication)).toBe(false);
  vi.advanceTimersByTime(1000);
  flow.on = true;
  vi.advanceTimersByTime(1000);
  expect(changed).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1000);
  expect(changed).toHaveBeenCalledOnce();
  flow.on = false;
  expect(proof.has(publication), "what has been there is there").toBe(true);
});

test("a voice that comes in bursts is waited for until it goes on", () => {
  const changed = vi.fn();
  const proof = new Proof(changed);
  const { publication, flow } = makeVoice();
  proof.has(publication);
  for (const _burst of [1, 2, 3]) {
    flow.on = true;
    vi.advanceTimersByTime(800);
    flow.on = false;
    vi.advanceTimersByTime(1000);
  }
  expect(changed).not.toHaveBeenCalled();
  flow.on = true;
  vi.advanceTimersByTime(2000);
  expect(changed).toHaveBeenCalledOnce();
});

test("who says nothing at all holds nobody up for ever", () => {
  const changed = vi.fn();
  const proof = new Proof(changed);
  const { publication } = makeVoice();
  expect(proof.has(publication)).toBe(false);
  vi.advanceTimersByTime(21_000);
  expect(changed).toHaveBeenCalledOnce();
  expect(proof.has(publication)).toBe(true);
});

test("a browser that does not tell of packets is believed its track", () => {
  const { publication } = makeVoice();
  expect(new Proof(() => undefined).has({ ...publication, receiver: null })).toBe(true);
});

test("nothing is waited for after the end", () => {
  const proof = new Proof(() => undefined);
  proof.has(makeVoice().publication);
  proof.stop();
  expect(vi.getTimerCount()).toBe(0);
});
