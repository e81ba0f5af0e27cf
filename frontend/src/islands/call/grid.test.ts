import { expect, test } from "vitest";
import { columnsFor } from "./grid";

const columns = (width: number, height: number, ...tiles: number[]): number[] =>
  tiles.map((number) => columnsFor(number, { width, height }));

test("a wide window has tiles beside each other before one has to be cut to a strip", () => {
  expect(columns(1240, 640, 1, 2, 3, 4, 6, 7, 9, 16)).toEqual([1, 2, 2, 2, 3, 4, 3, 4]);
});

test("a phone stacks a few tiles and has two beside each other when there are more", () => {
  expect(columns(360, 560, 1, 2, 3, 4, 6, 9)).toEqual([1, 1, 1, 2, 2, 2]);
});

test("a phone on its side shows six in two rows", () => {
  expect(columns(650, 240, 2, 4, 6, 8)).toEqual([2, 4, 3, 4]);
});

test("a tablet held upright stacks two", () => {
  expect(columns(750, 800, 2, 4)).toEqual([1, 2]);
});

test("before the place is known there are about as many columns as rows", () => {
  expect(columns(0, 0, 0, 1, 2, 5, 9)).toEqual([1, 1, 2, 3, 3]);
});
