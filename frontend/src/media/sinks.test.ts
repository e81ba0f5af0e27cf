import { beforeEach, expect, test, vi } from "vitest";
import { AudioSinks, type Sounding } from "./sinks";

const voice = (volume = 1): Sounding => ({ stream: new MediaStream(), volume });
const playing = (): HTMLAudioElement[] => [...document.querySelectorAll("audio")];

beforeEach(() => {
  vi.useFakeTimers();
  document.body.replaceChildren();
  vi.spyOn(HTMLMediaElement.prototype, "play").mockResolvedValue();
});

test("who comes by another stream is heard by the old one until the new one plays", () => {
  const sinks = new AudioSinks();
  const [first, second] = [voice(), voice(0.5)];
  sinks.play(new Map([["alice", first]]), null);
  sinks.play(new Map([["alice", second]]), null);
  const [old, fresh] = playing();
  expect([old?.srcObject, fresh?.srcObject]).toEqual([first.stream, second.stream]);
  fresh?.dispatchEvent(new Event("playing"));
  expect(playing()).toEqual([fresh]);
  expect(fresh?.volume).toBe(0.5);
  sinks.stop();
  expect(vi.getTimerCount()).toBe(0);
});

test("the same stream goes on where it is, as loud as is said", () => {
  const sinks = new AudioSinks();
  const { stream } = voice();
  sinks.play(new Map([["alice", { stream, volume: 1 }]]), null);
  const [element] = playing();
  sinks.play(new Map([["alice", { stream, volume: 0.2 }]]), null);
  expect(playing()).toEqual([element]);
  expect(element?.volume).toBe(0.2);
});

test("an old one ends also when the new one never plays, and with who leaves", () => {
  const sinks = new AudioSinks();
  sinks.play(new Map([["alice", voice()]]), null);
  sinks.play(new Map([["alice", voice()]]), null);
  vi.advanceTimersByTime(5000);
  expect(playing()).toHaveLength(1);
  sinks.play(new Map([["alice", voice()]]), null);
  expect(playing()).toHaveLength(2);
  sinks.play(new Map(), null);
  expect(playing()).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});
