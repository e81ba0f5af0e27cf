import { expect, test } from "vitest";
import { linkify } from "./links";

const hrefs = (text: string) => linkify(text).flatMap((piece) => piece.href ?? []);

test("a text without an address stays one piece, byte for byte", () => {
  const text = "می‌خواهم  <b>چای</b>\n";
  expect(linkify(text)).toEqual([{ text }]);
});

test("http, https and mailto become links", () => {
  expect(hrefs("http://a.example https://b.example/x?y=1#z mailto:bob@example.org")).toEqual([
    "http://a.example",
    "https://b.example/x?y=1#z",
    "mailto:bob@example.org",
  ]);
});

test("other schemes stay text", () => {
  expect(hrefs("javascript:alert(1) data:text/html,x ftp://a file:///etc/passwd vbscript:x")).toEqual([]);
});

test("the punctuation of a sentence is no part of the link", () => {
  expect(hrefs("See https://a.example/b. Or (https://c.example/d), چای https://e.example/f؟")).toEqual([
    "https://a.example/b",
    "https://c.example/d",
    "https://e.example/f",
  ]);
});

test("a bracket opened inside the link belongs to it", () => {
  expect(hrefs("(https://fa.wikipedia.org/wiki/Tea_(drink))")).toEqual([
    "https://fa.wikipedia.org/wiki/Tea_(drink)",
  ]);
});

test("the pieces put together are the text", () => {
  const text = "a https://b.example, c mailto:x d mailto:e@f.example! https://";
  const pieces = linkify(text);
  expect(pieces.map((piece) => piece.text).join("")).toBe(text);
  expect(pieces.filter((piece) => piece.href)).toHaveLength(2);
});
