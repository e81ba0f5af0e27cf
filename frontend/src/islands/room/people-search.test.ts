import { expect, test } from "vitest";
import { holds } from "./people-search";

const person = (name: string, username: string | null = null) => ({ name, username });

test("a name is found by a part of it, whatever its case and its writing", () => {
  expect(holds(person("Наталья Ёлкина"), "НАТАЛ")).toBe(true);
  expect(holds(person("علی کریمی"), "علي ك")).toBe(true);
  expect(holds(person("می‌ترا"), "میترا")).toBe(true);
  expect(holds(person("Bob"), "li")).toBe(false);
});

test("so is a username, with its sign or without", () => {
  expect(holds(person("Somebody", "alice7"), "@ALI")).toBe(true);
  expect(holds(person("Somebody", "alice7"), "ice۷")).toBe(true);
});

test("nothing typed finds everybody", () => {
  expect(holds(person("Bob"), "  ")).toBe(true);
});
