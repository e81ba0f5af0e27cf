import { afterEach, expect, test } from "vitest";
import { catalogue as persian } from "./catalogues/fa";
import { catalogue as russian } from "./catalogues/ru";
import { formatAgo, t, tn, useCatalogue } from "./i18n";

afterEach(() => {
  useCatalogue({});
});

test("a text without a translation is shown as it is", () => {
  expect(t("Send to {name}", { name: "bob" })).toBe("Send to bob");
});

test("a text is shown in the words of the catalogue", () => {
  useCatalogue({ "Send to {name}": "Отправить: {name}" });
  expect(t("Send to {name}", { name: "Боб" })).toBe("Отправить: Боб");
});

test("a hole without a value stays, so that it is seen", () => {
  expect(t("Hello, {name}")).toBe("Hello, {name}");
});

test("a value is never filled in a second time", () => {
  expect(t("{a} and {b}", { a: "{b}", b: "2" })).toBe("{b} and 2");
});

test("one and many have forms of their own", () => {
  expect([1, 2, 1000].map((n) => tn("{n} person", "{n} people", n))).toEqual([
    "1 person",
    "2 people",
    "1,000 people",
  ]);
});

test("how long ago is told in the largest whole unit", () => {
  const now = new Date("2026-11-21T12:00:00Z");
  const ago = (at: string) => formatAgo(new Date(at), now);
  expect(ago("2026-11-21T11:59:58Z")).toBe("now");
  expect(ago("2026-11-21T11:48:00Z")).toBe("12 minutes ago");
  expect(ago("2026-11-20T12:00:00Z")).toBe("yesterday");
});

test("both catalogues hold the same texts", () => {
  expect(Object.keys(russian).sort()).toEqual(Object.keys(persian).sort());
});
