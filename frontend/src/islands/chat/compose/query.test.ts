import { expect, test } from "vitest";
import { codeAt, queryAt } from "./query";

const at = (text: string) => queryAt(text, text.length);

test("a name begins with @", () => {
  expect(at("hi @bo")).toEqual({ what: "name", start: 3, text: "bo" });
  for (const none of ["mail@bo", "@bob ", "hi", ""]) expect(at(none)).toBeNull();
});

test("an emoji begins with a colon and two letters", () => {
  expect(at("so :smi")).toEqual({ what: "emoji", start: 3, text: "smi" });
  expect(at(":ча")).toEqual({ what: "emoji", start: 0, text: "ча" });
  for (const none of [":)", ":s", "12:30", "a:bc", ":"]) expect(at(none)).toBeNull();
});

test("a code that is complete is known", () => {
  expect(codeAt("ok :+1:", 7)).toEqual({ code: "+1", start: 3 });
  expect(codeAt("12:30:", 6)).toBeNull();
});
