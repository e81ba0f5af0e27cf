import { expect, test } from "vitest";
import { keyOf, namedIn, namesMe } from "./names";

test("names that read alike are one", () => {
  expect(keyOf("Bob")).toBe("bob");
  expect(keyOf("علي‌كريم۱۲٣")).toBe("علیکریم123");
});

test("who is named is known by the server's list alone", () => {
  const named = namedIn(
    [
      { participant: 5, key: "bob" },
      { participant: 7, key: "علیکریم" },
    ],
    5,
  );
  expect(named.of("BOB")).toBe("me");
  expect(named.of("علي‌كريم")).toBe("other");
  expect(named.of("charlie")).toBeNull();
  expect(named.of("all")).toBeNull();
});

test("everybody is named where the server says so", () => {
  const all = [{ participant: 0, key: "" }];
  expect(namedIn(all, 5).of("Room")).toBe("me");
  expect([namesMe(all, 5, false), namesMe(all, 5, true), namesMe([], 5, false)]).toEqual([
    true,
    false,
    false,
  ]);
});
