import { expect, test } from "vitest";
import { byId, type Drawn, judge, Ledger, wins } from "./state";

function drawn(id: string, version: number, versionNonce = 10, isDeleted = false): Drawn {
  return { id, version, versionNonce, isDeleted };
}

test("the higher version wins, then the lower nonce", () => {
  expect(wins(drawn("a", 2), drawn("a", 1))).toBe(true);
  expect(wins(drawn("a", 1, 9), drawn("a", 1, 10))).toBe(true);
  expect(wins(drawn("a", 1, 10), drawn("a", 1, 10))).toBe(false);
  expect(wins(drawn("a", 1), undefined)).toBe(true);
});

test("what was not edited here is as the server says, even if it looks older", () => {
  const local = byId([drawn("a", 7)]);
  expect(judge(local, [drawn("a", 5)], new Set())).toEqual({ shown: [drawn("a", 5)], lost: [] });
});

test("of an own edit and the server's the rule chooses, and what lost is handed out", () => {
  const local = byId([drawn("a", 3, 4), drawn("b", 3)]);
  const judged = judge(local, [drawn("a", 3, 2), drawn("b", 2)], new Set(["a", "b"]));
  expect(judged).toEqual({ shown: [drawn("a", 3, 2)], lost: [drawn("a", 3, 4)] });
});

test("what came from the server is not sent back, what vanished at once is not sent at all", () => {
  const ledger = new Ledger();
  ledger.note([drawn("a", 2)]);
  expect(ledger.unsent([drawn("a", 2), drawn("b", 1), drawn("c", 2, 1, true)])).toEqual([drawn("b", 1)]);
  expect(ledger.unsent([drawn("a", 3, 1, true)])).toEqual([drawn("a", 3, 1, true)]);
});

test("an answer that comes late does not hide what was told meanwhile", () => {
  const ledger = new Ledger();
  ledger.note([drawn("a", 6)]);
  ledger.note([drawn("a", 5)]);
  expect(ledger.isNews(drawn("a", 5))).toBe(false);
  expect(ledger.isNews(drawn("a", 6))).toBe(true);
});

test("a scene that was replaced by another one is noticed", () => {
  const ledger = new Ledger();
  ledger.note([drawn("a", 1), drawn("b", 1, 1, true)]);
  expect(ledger.misses([drawn("a", 2, 1, true)])).toBe(false);
  expect(ledger.misses([drawn("c", 1)])).toBe(true);
});
