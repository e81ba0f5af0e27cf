import { expect, test } from "vitest";
import { placeOf } from "./naming-place";

const box = (left: number, top: number, width: number, height: number) => ({
  left,
  top,
  width,
  right: left + width,
  bottom: top + height,
});
const WINDOW = { width: 1280, height: 800 };

test("the list stands below the field, where its lines begin", () => {
  const field = box(100, 100, 600, 40);
  expect(placeOf(field, 200, WINDOW, false)).toEqual({ top: 144, left: 100, width: 340, "max-height": 200 });
  expect(placeOf(field, 200, WINDOW, true)).toMatchObject({ left: 360, width: 340 });
});

test("near the lower edge it stands above", () => {
  expect(placeOf(box(100, 700, 600, 40), 200, WINDOW, false)).toMatchObject({ top: 496, "max-height": 200 });
});

test("on a phone with its keyboard open it stays within what is seen", () => {
  const seen = { width: 375, height: 400 };
  const place = placeOf(box(16, 150, 343, 100), 300, seen, true);
  expect(place).toMatchObject({ left: 19, width: 340 });
  expect(place.top + place["max-height"]).toBeLessThanOrEqual(392);
  expect(placeOf(box(300, 10, 60, 40), 100, seen, false)).toMatchObject({ left: 97, width: 270 });
});

test("of a field that fills the window it covers a part", () => {
  const place = placeOf(box(0, -50, 375, 900), 300, { width: 375, height: 600 }, false);
  expect(place).toMatchObject({ top: 8, "max-height": 200 });
});
