import { expect, test } from "vitest";
import { minutesUntilTomorrow } from "./quiet";

test("until tomorrow is until eight in the morning of the next day", () => {
  expect(minutesUntilTomorrow(new Date(2026, 10, 21, 22, 0))).toBe(600);
  expect(minutesUntilTomorrow(new Date(2026, 10, 21, 0, 30))).toBe(31 * 60 + 30);
});
