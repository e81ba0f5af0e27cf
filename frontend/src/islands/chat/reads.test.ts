import { expect, test } from "vitest";
import { Reads } from "./reads";

test("a message is read by whoever is at its number or beyond", () => {
  const reads = new Reads();
  reads.restart(3, [{ participant: 7, n: 4 }], true);
  reads.move(8, 5);
  expect([reads.readersOf(4), reads.readersOf(5), reads.readersOf(6)]).toEqual([[7, 8], [8], []]);
});

test("nobody reads backwards", () => {
  const reads = new Reads();
  reads.move(7, 5);
  reads.move(7, 2);
  expect(reads.readersOf(5)).toEqual([7]);
});

test("what is new begins behind what was read, or nowhere", () => {
  const reads = new Reads();
  reads.restart(3, [], true);
  expect(reads.begin).toBe(3);
  reads.restart(5, [], false);
  expect(reads.begin).toBeNull();
});
