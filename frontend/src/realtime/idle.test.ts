import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Idleness } from "./idle";

const MINUTE = 60_000;
let told: boolean[];
let inCall: boolean;
let idleness: Idleness;

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  inCall = false;
  idleness = new Idleness(
    (idle) => told.push(idle),
    () => inCall,
  );
});

afterEach(() => {
  vi.useRealTimers();
});

test("whoever touches nothing for five minutes is away, and back with the first touch", () => {
  vi.advanceTimersByTime(4 * MINUTE);
  idleness.touch();
  vi.advanceTimersByTime(4 * MINUTE);
  expect(told).toEqual([]);
  vi.advanceTimersByTime(MINUTE);
  expect(told).toEqual([true]);
  idleness.touch();
  idleness.touch();
  expect(told).toEqual([true, false]);
  vi.advanceTimersByTime(5 * MINUTE);
  expect(told).toEqual([true, false, true]);
});

test("a hidden tab is left after half a minute; a glance elsewhere is nothing", () => {
  idleness.hide(true);
  vi.advanceTimersByTime(20_000);
  idleness.hide(false);
  vi.advanceTimersByTime(20_000);
  expect(told).toEqual([]);
  idleness.hide(true);
  vi.advanceTimersByTime(30_000);
  expect(told).toEqual([true]);
  idleness.hide(false);
  expect(told).toEqual([true, false]);
});

test("nobody is away in a call, whatever is touched or hidden", () => {
  inCall = true;
  idleness.hide(true);
  vi.advanceTimersByTime(20 * MINUTE);
  expect(told).toEqual([]);
  inCall = false;
  vi.advanceTimersByTime(MINUTE);
  expect(told).toEqual([true]);
});
