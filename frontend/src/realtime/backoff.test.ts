import { expect, test } from "vitest";
import { delayBefore } from "./backoff";

const ATTEMPTS = [0, 1, 2, 20];

test("pauses grow to a ceiling, and half of each is chance", () => {
  expect(ATTEMPTS.map((attempt) => delayBefore(attempt, false, () => 1))).toEqual([400, 800, 1600, 15_000]);
  expect(ATTEMPTS.map((attempt) => delayBefore(attempt, false, () => 0))).toEqual([200, 400, 800, 7_500]);
});

test("in a call no pause is longer than three seconds", () => {
  expect(ATTEMPTS.map((attempt) => delayBefore(attempt, true, () => 1))).toEqual([400, 800, 1600, 3_000]);
});
