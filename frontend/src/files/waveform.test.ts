import { expect, it } from "vitest";
import { BARS, waveformOf } from "./waveform";

it("keeps the loudest of each stretch, and the loudest of all is full", () => {
  const levels = Array.from({ length: 640 }, (_, place) => (place === 325 ? 0.5 : 0.1));
  const bars = waveformOf(levels);
  expect(bars).toHaveLength(BARS);
  expect(bars[32]).toBe(100);
  expect(bars[0]).toBe(20);
});

it("draws silence low and little as little", () => {
  expect(waveformOf([0, 0, 0])).toEqual([0, 0, 0]);
  expect(waveformOf([])).toEqual([]);
  expect(waveformOf([0.01])).toEqual([20]);
});
