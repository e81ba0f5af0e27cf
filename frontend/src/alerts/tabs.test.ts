import { beforeEach, expect, test } from "vitest";
import { isFirstToTell } from "./tabs";

beforeEach(() => localStorage.clear());

test("each thing is told once, and old ones are forgotten in time", async () => {
  expect(await isFirstToTell("n1")).toBe(true);
  expect(await isFirstToTell("n1")).toBe(false);
  expect(await isFirstToTell("n2")).toBe(true);
});

test("what is stored there and is no list does no harm", async () => {
  localStorage.setItem("samovar:told", '{"broken":');
  expect(await isFirstToTell("n3")).toBe(true);
  localStorage.setItem("samovar:told", '"text"');
  expect(await isFirstToTell("n3")).toBe(true);
});
