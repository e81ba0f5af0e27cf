import { expect, test } from "vitest";
import { nameAt } from "./name";

const at = (text: string) => nameAt(text, text.length);

test("a name begins with @ at the beginning of a word", () => {
  expect(at("@")).toEqual({ start: 0, text: "" });
  expect(at("hi @bo")).toEqual({ start: 3, text: "bo" });
  expect(at("سلام @علی‌")).toEqual({ start: 5, text: "علی‌" });
  for (const none of ["mail@bo", "@bob ", "hi", ""]) expect(at(none)).toBeNull();
  expect(nameAt("@bob and more", 3)).toEqual({ start: 0, text: "bo" });
});

test("a long text is not read from its beginning", () => {
  expect(at("@a".repeat(50_000))).toBeNull();
});
