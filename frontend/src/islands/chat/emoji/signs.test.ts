import { expect, test } from "vitest";
import english from "./en.txt?raw";
import persian from "./fa.txt?raw";
import russian from "./ru.txt?raw";
import { chooseTone, chose, read, recent, search, tone, toned } from "./signs";
import base from "./signs.txt?raw";

const first = (names: string, text: string): string | undefined =>
  search(read(base, english, names), text, 5)[0]?.emoji;

test("every emoji has a name in each language", () => {
  for (const names of [english, russian, persian]) {
    const all = read(base, english, names);
    expect(all.length).toBeGreaterThan(1800);
    expect(all.filter((sign) => !sign.name)).toEqual([]);
  }
});

test("they are found by their code and by words of three languages", () => {
  expect(first(english, "smile")).toBe("😄");
  expect(first(english, "thumbs up")).toBe("👍️");
  expect(search(read(base, english, russian), "чай", 20).map((sign) => sign.emoji)).toContain("🍵");
  expect(search(read(base, english, persian), "چای", 20).map((sign) => sign.emoji)).toContain("🍵");
  expect(first(russian, "teapot")).toBe("🫖");
  expect(first(english, "xyzzy")).toBeUndefined();
  expect(first(english, " ")).toBeUndefined();
});

test("the tone of skin is put on what has skin", () => {
  const [wave] = search(read(base, english, english), "waving hand", 1);
  const [tea] = search(read(base, english, english), "teacup", 1);
  expect([wave && toned(wave, 5), wave && toned(wave, 0), tea && toned(tea, 5)]).toEqual([
    "👋🏿",
    "👋",
    "🍵",
  ]);
});

test("what was chosen is remembered, each once, the last one first", () => {
  for (const emoji of ["🍵", "👍", "🍵"]) chose(emoji);
  expect(recent()).toEqual(["🍵", "👍"]);
  for (let count = 0; count < 40; count += 1) chose(`${count}`);
  expect(recent()).toHaveLength(24);
  chooseTone(3);
  expect(tone()).toBe(3);
});
