import { expect, test } from "vitest";
import { Lines, placed } from "./ink";

const more = (start: number, points: number[], stroke = "s") => ({
  board: 1,
  page: 1,
  participant: 5,
  stroke,
  start,
  color: "#000000",
  width: 2,
  points,
});

test("points are read out of their steps, negative and fractional ones too", () => {
  expect(placed([-70, 20, 106, 20, -26, 20])).toEqual([
    [-7, 2],
    [3.6, 4],
    [1, 6],
  ]);
  expect(placed([])).toEqual([]);
});

test("a half point, which no server tells, is left out", () => {
  expect(placed([10, 10, 5])).toEqual([[1, 1]]);
});

test("a line grows by what comes, and goes when it ends or its element is there", () => {
  let changed = 0;
  const lines = new Lines(() => {
    changed += 1;
  });
  lines.take(more(0, [0, 0, 10, 10]));
  lines.take(more(2, [20, 20]));
  expect(lines.size).toBe(1);
  lines.finish(new Set(["another"]));
  expect(lines.size).toBe(1);
  lines.finish(new Set(["s"]));
  expect(lines.size).toBe(0);
  lines.take(more(0, [0, 0], "t"));
  lines.take(more(1, [], "t"));
  expect([lines.size, changed]).toEqual([0, 2]);
  lines.clear();
});
