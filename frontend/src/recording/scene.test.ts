import { describe, expect, it } from "vitest";
import type { Arrangement } from "../islands/call/state";
import type { Tile } from "../media/call";
import { compose, HEIGHT, type Part, placed, WIDTH } from "./scene";

const tiles = ["a", "b", "c", "d", "e", "f", "g", "h"].map((peer) => ({ peer }) as Tile);

function arrangement(
  count: number,
  large: number | null,
  source: "camera" | "screen" = "camera",
): Arrangement {
  const tile = large === null ? undefined : tiles[large];
  return {
    layout: tile ? "strip" : "grid",
    large: tile ? { tile, source } : null,
    tiles: tiles.slice(0, count),
    screens: [],
  };
}

function inside(parts: readonly Part[]): boolean {
  return parts.every(
    ({ x, y, width, height }) => x >= 0 && y >= 0 && x + width <= WIDTH && y + height <= HEIGHT,
  );
}

describe("the recorded picture", () => {
  it("shows everybody alike in a grid, within the picture", () => {
    for (const count of [1, 2, 3, 5, 8]) {
      const parts = compose(arrangement(count, null), false);
      expect(parts.map(({ tile }) => tile?.peer)).toEqual(tiles.slice(0, count).map(({ peer }) => peer));
      expect(inside(parts)).toBe(true);
    }
  });

  it("shows the speaker large and not again among the small ones", () => {
    const parts = compose(arrangement(3, 1), false);
    expect(parts.map(({ tile }) => tile?.peer)).toEqual(["a", "c", "b"]);
    expect(inside(parts)).toBe(true);
  });

  it("has a shared screen as stage, else the board, with everybody above", () => {
    expect(compose(arrangement(2, 1, "screen"), true).map(({ kind }) => kind)).toEqual([
      "camera",
      "camera",
      "screen",
    ]);
    expect(compose(arrangement(2, null), true).map(({ kind }) => kind)).toEqual([
      "camera",
      "camera",
      "board",
    ]);
    expect(compose(arrangement(8, 1), true)).toHaveLength(7);
  });

  it("stretches nothing", () => {
    const box = { x: 0, y: 0, width: 100, height: 100 };
    expect(placed({ width: 200, height: 100 }, box, false)).toEqual({
      x: -50,
      y: 0,
      width: 200,
      height: 100,
    });
    expect(placed({ width: 200, height: 100 }, box, true)).toEqual({ x: 0, y: 25, width: 100, height: 50 });
  });
});
