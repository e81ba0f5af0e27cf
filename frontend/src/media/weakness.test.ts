import { describe, expect, it } from "vitest";
import type { Grade } from "./quality";
import { Weakness } from "./weakness";

function said(looks: readonly (readonly Grade[])[], every = 3000): boolean[] {
  const weakness = new Weakness();
  return looks.map((grades, index) => weakness.look(grades, index * every));
}

describe("a mesh that is too weak", () => {
  it("is told of after several poor looks in a row, whoever was poor", () => {
    expect(said([["good", "poor"], ["poor"], ["fair", "poor"]])).toEqual([false, false, true]);
  });

  it("is not told of for a moment's trouble", () => {
    expect(said([["poor"], ["poor"], ["fair"], ["poor"], ["poor"]])).toEqual(Array(5).fill(false));
  });

  it("is told of again only after half a minute", () => {
    const looks = Array<readonly Grade[]>(14).fill(["poor"]);
    expect(said(looks).flatMap((yes, index) => (yes ? [index] : []))).toEqual([2, 12]);
  });
});
