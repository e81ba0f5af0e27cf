import { afterEach, beforeEach, expect, test } from "vitest";
import { TypedAhead } from "./typedAhead";

let ahead: TypedAhead;
let field: HTMLInputElement;

beforeEach(() => {
  document.body.innerHTML = "<input>";
  field = document.querySelector("input") as HTMLInputElement;
  ahead = new TypedAhead();
});

afterEach(() => ahead.stop());

/** Was it taken from the field that has the focus? */
function type(key: string, more: KeyboardEventInit = {}): boolean {
  return !field.dispatchEvent(
    new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }),
  );
}

test("letters are kept, and nobody else gets them", () => {
  expect(["ч", "а", "й", "x"].map((key) => type(key))).toEqual([true, true, true, true]);
  expect(type("Backspace")).toBe(true);
  expect(ahead.text).toBe("чай");
  expect(ahead.entered).toBe(false);
  type("Enter");
  expect(ahead.entered).toBe(true);
});

test("commands, and what comes after the end, go where they went before", () => {
  expect([type("k", { ctrlKey: true }), type("Tab"), type("Shift")]).toEqual([false, false, false]);
  ahead.stop();
  expect(type("a")).toBe(false);
  expect(ahead.text).toBe("");
});
