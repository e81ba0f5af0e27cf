import { expect, test } from "vitest";
import { directionOf } from "./direction";

test("the first letter says the direction", () => {
  expect(["«سلام» bob", "12 hi سلام", "Привет", "۱۲ 🌷 !"].map(directionOf)).toEqual([
    "rtl",
    "ltr",
    "ltr",
    null,
  ]);
});
