import { expect, test } from "vitest";
import { faceClass, initials } from "./avatar";

test("a face shows the first letters of the first and the last word", () => {
  expect(["Leila Moradi", "boris", "سارا نوری", "Anna von der Au", "", "۱ ۲"].map(initials)).toEqual([
    "LM",
    "B",
    "سن",
    "AA",
    "",
    "۱۲",
  ]);
});

test("a face has the colour the server counts", () => {
  // The same pairs stand in tests/shell/test_pages.py.
  expect(["Leila Moradi", "Борис Волков", "سارا نوری"].map(faceClass)).toEqual([
    "face-2",
    "face-1",
    "face-3",
  ]);
});
