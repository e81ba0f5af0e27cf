import { expect, test, vi } from "vitest";
import { formatDate } from "./i18n";
import { dayName, daysBetween, elapsed, fullTime, moment, place } from "./time";

const at = new Date(2026, 10, 21, 9, 5);

test("Persian pages count with Persian digits and the Jalali calendar", async () => {
  document.documentElement.lang = "fa";
  vi.resetModules();
  const persian = await import("./time");
  document.documentElement.lang = "en";
  expect(persian.clock(at)).toContain("۰۵");
  expect(persian.dayName(at, at)).toContain("آبان");
  expect(persian.elapsed(5288)).toBe("۰۱:۲۸:۰۸");
  // The weekday first and the year last, as people write.
  expect(persian.dayInFull(at)).toBe("شنبه ۳۰ آبان ۱۴۰۵");
  expect(persian.fullTime(at)).toMatch(/^شنبه ۳۰ آبان ۱۴۰۵\D.*۹:۰۵:۰۰$/);
  expect(persian.dayName(at, new Date(2028, 1, 1))).toBe("شنبه ۳۰ آبان ۱۴۰۵");
  // The year of Iran begins in March, and not in January.
  expect(persian.dayName(new Date(2026, 2, 3), at)).toContain("۱۴۰۴");
  expect(persian.dayName(new Date(2027, 0, 3), at)).not.toContain("۱۴۰۵");
});

test("a moment of today is its time alone, of another day the day too", () => {
  expect(moment(at, new Date(2026, 10, 21, 23))).toBe("09:05");
  expect(moment(at, new Date(2026, 10, 22))).toBe("Nov 21, 09:05");
});

test("elapsed time counts hours, minutes and seconds with two digits each", () => {
  expect(elapsed(5288)).toBe("01:28:08");
  expect(elapsed(-3)).toBe("00:00:00");
});

test("a place in a video is as short as its hours let it be", () => {
  expect([0, 7, 67, 3601].map(place)).toEqual(["0:00", "0:07", "1:07", "1:00:01"]);
});

test("days are counted by the calendar, not by 24 hours", () => {
  expect(daysBetween(new Date(2026, 10, 20, 23, 59), new Date(2026, 10, 21, 0, 1))).toBe(1);
  expect(daysBetween(at, new Date(2026, 10, 21, 23, 59))).toBe(0);
});

test("the year is told only when it is another one", () => {
  expect(dayName(new Date(2025, 1, 3), at)).toContain("2025");
  expect(dayName(new Date(2026, 1, 3), at)).not.toContain("2026");
});

test("a day has 24 hours in English too, however a time is written", () => {
  const late = new Date(2026, 10, 21, 21, 5);
  expect(fullTime(late)).toMatch(/21:05:00$/);
  expect(formatDate(late, { dateStyle: "medium", timeStyle: "short" })).toMatch(/21:05$/);
  expect(formatDate(new Date(2026, 10, 21, 0, 5), { dateStyle: "full", timeStyle: "short" })).toMatch(
    /\b00:05$/,
  );
});
