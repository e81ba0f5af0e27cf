import { expect, test } from "vitest";
import { EVERY, LASTS, TypingSigns } from "./typing";

test("a sign of typing fades by itself", () => {
  const signs = new TypingSigns();
  signs.sign(7, 0);
  expect([signs.who(LASTS - 1), signs.who(LASTS)]).toEqual([[7], []]);
});

test("it ends at once when the message is there", () => {
  const signs = new TypingSigns();
  signs.sign(7, 0);
  signs.stop(7);
  expect(signs.who(1)).toEqual([]);
});

test("one's own sign goes out at most every two seconds", () => {
  const signs = new TypingSigns();
  expect([signs.due(0), signs.due(EVERY - 1), signs.due(EVERY)]).toEqual([true, false, true]);
});
