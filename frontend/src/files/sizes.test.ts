import { expect, it } from "vitest";
import { lengthText, sizeText } from "./sizes";

it("says sizes as people do", () => {
  expect([0, 999, 1000, 999_499, 1_400_000, 25_000_000, 3_200_000_000].map(sizeText)).toEqual([
    "0 B",
    "999 B",
    "1 kB",
    "999 kB",
    "1.4 MB",
    "25 MB",
    "3.2 GB",
  ]);
});

it("says lengths in minutes and seconds", () => {
  expect([0, 7.9, 72.4, 3600].map(lengthText)).toEqual(["0:00", "0:07", "1:12", "60:00"]);
});
