import { expect, test } from "vitest";
import { isBlank, leftOf, lengthOf } from "./limits";

test("an emoji is one character, as on the server", () => {
  expect(lengthOf("چای🌷")).toBe(4);
});

test("only space is nothing to send", () => {
  expect([isBlank(" \n\u00a0"), isBlank(" چ ")]).toEqual([true, false]);
});

test("the counter shows near the limit and goes below zero beyond it", () => {
  expect(leftOf("a".repeat(80), 100)).toBeNull();
  expect(leftOf("a".repeat(95), 100)).toBe(5);
  expect(leftOf("a".repeat(103), 100)).toBe(-3);
});
