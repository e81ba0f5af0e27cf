import { expect, test } from "vitest";
import { middle, moved, resized } from "./square";

test("the first square is the largest in the middle", () => {
  expect(middle(0.5)).toEqual({ x: 0.25, y: 0, side: 0.5 });
  expect(middle(2)).toEqual({ x: 0, y: 0.25, side: 1 });
});

test("a smaller square keeps its middle", () => {
  expect(resized(middle(1), 0.5, 1)).toEqual({ x: 0.25, y: 0.25, side: 0.5 });
});

test("a square never leaves the picture", () => {
  const small = resized(middle(0.5), 0.5, 0.5);
  expect(moved(small, 5, 5, 0.5)).toEqual({ x: 0.75, y: 0.5, side: 0.25 });
  expect(moved(small, -5, -5, 0.5)).toEqual({ x: 0, y: 0, side: 0.25 });
  expect(resized(moved(small, 5, 5, 0.5), 1, 0.5)).toEqual({ x: 0.5, y: 0, side: 0.5 });
});
