import { expect, test } from "vitest";
import { reactorsOf } from "./reactors";

const ME = 7;

function people(...names: string[]): { participant: number; user: null; name: string }[] {
  return names.map((name, place) => ({ participant: name === "me" ? ME : 100 + place, user: null, name }));
}

/** As the page shows it: so many, one of them the viewer or not. */
function shown(count: number, mine = false): { emoji: string; participants: number[] } {
  const others = Array.from({ length: count - (mine ? 1 : 0) }, (_, place) => 100 + place);
  return { emoji: "👍", participants: mine ? [...others, ME] : others };
}

test("the viewer is named first, the others in the order they came", () => {
  expect(reactorsOf({ people: people("Bob", "me", "Charlie"), others: 0 }, shown(3, true), ME)).toEqual([
    "You",
    "Bob",
    "Charlie",
  ]);
});

test("ten are named, and how many more there are", () => {
  const many = people(...Array.from({ length: 12 }, (_, place) => `n${place}`));
  const told = reactorsOf({ people: many, others: 3 }, shown(15), ME);
  expect(told).toHaveLength(11);
  expect(told.slice(-2)).toEqual(["n9", "5 others"]);
});

test("who may not be named is counted", () => {
  expect(reactorsOf({ people: people("Bob"), others: 1 }, shown(2), ME)).toEqual(["Bob", "1 other"]);
  expect(reactorsOf({ people: [], others: 2 }, shown(2), ME)).toEqual(["2 people"]);
});

test("what was just pressed counts before the server has it", () => {
  expect(reactorsOf({ people: people("Bob"), others: 0 }, shown(2, true), ME)).toEqual(["You", "Bob"]);
  expect(reactorsOf({ people: people("Bob", "me"), others: 0 }, shown(1), ME)).toEqual(["Bob"]);
});
