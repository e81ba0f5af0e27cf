import { expect, test } from "vitest";
import { atTail, newer, older, SPAN, shifted, tail } from "./span";

test("a long log shows its newest entries", () => {
  expect(tail(10_000)).toEqual({ start: 10_000 - SPAN, end: 10_000 });
  expect(tail(3)).toEqual({ start: 0, end: 3 });
});

test("scrolling through 10,000 entries and back never shows more than the span", () => {
  let span = tail(10_000);
  const sizes: number[] = [];
  while (span.start > 0) {
    span = older(span);
    sizes.push(span.end - span.start);
  }
  expect(span.start).toBe(0);
  while (!atTail(span, 10_000)) {
    span = newer(span, 10_000);
    sizes.push(span.end - span.start);
  }
  expect(Math.max(...sizes)).toBe(SPAN);
  expect(span).toEqual(tail(10_000));
});

test("an older page before it moves the span, not what it shows", () => {
  expect(shifted({ start: 0, end: 50 }, 40)).toEqual({ start: 40, end: 90 });
});
