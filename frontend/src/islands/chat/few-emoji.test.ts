import { expect, test } from "vitest";
import { isFewEmoji } from "./few-emoji";

test("one to three emoji are few, whatever they are made of", () => {
  for (const text of ["👍", "❤️", "🇮🇷", "👩‍👩‍👧‍👦", "👍🏽 🎉", "🤷🏻‍♀️🎉🎉"])
    expect(isFewEmoji(text), text).toBe(true);
});

test("words, numbers, signs and many emoji are not", () => {
  for (const text of ["", " ", "1", "#", "©", "ok 👍", "👍👍👍👍", "سلام 🌷"])
    expect(isFewEmoji(text), text).toBe(false);
});
