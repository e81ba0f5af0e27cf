import { expect, test } from "vitest";
import { fitting } from "./placing";

test("a menu begins at the point, in a line from right to left it ends there", () => {
  expect(fitting(100, 200, 1000, false)).toBe(100);
  expect(fitting(500, 200, 1000, true)).toBe(300);
});

test("where there is no room on that side it takes the other", () => {
  expect(fitting(900, 200, 1000, false)).toBe(700);
  expect(fitting(100, 200, 1000, true)).toBe(100);
});

test("where neither side has room it stays in the window", () => {
  expect(fitting(150, 280, 375, false)).toBe(87);
  expect(fitting(150, 400, 375, true)).toBe(8);
});
