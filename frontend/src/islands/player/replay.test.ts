import { describe, expect, it } from "vitest";
import { boardAt, matching, reached, replayOf, sight } from "./replay";

const GIVEN = {
  chapters: [
    { at: 0, kind: "joined", name: "alice" },
    { at: 9000, kind: "screen", name: "bob" },
    { at: 9500, kind: "no such kind", name: "bob" },
  ],
  captions: [{ at: 4000, name: "bob", text: "Good morning" }],
  messages: [{ at: 5000, name: "alice", text: "سلام دوستان" }, "rubbish"],
  strokes: [
    { at: 0, elements: [{ id: "a", type: "rectangle", x: 10, y: 20, width: 100, height: 50 }] },
    { at: 6000, elements: [{ id: "t", type: "text", x: 0, y: 0, width: 40, height: 20, text: "Plan" }] },
    { at: 7000, elements: [{ id: "a", type: "rectangle", isDeleted: true }] },
  ],
};

describe("a replay", () => {
  const replay = replayOf(GIVEN);

  it("lists what happened in order, texts of the board too, and leaves out what it does not know", () => {
    expect(replay.items.map(({ at, kind }) => [at, kind])).toEqual([
      [0, "joined"],
      [4000, "caption"],
      [5000, "message"],
      [6000, "text"],
      [9000, "screen"],
    ]);
    expect(replayOf("rubbish")).toEqual({ board: 0, items: [], strokes: [] });
  });

  it("finds words in any letters and in any order", () => {
    expect(matching(replay.items, "MORNING bob").map(({ at }) => at)).toEqual([4000]);
    expect(matching(replay.items, "سلام").map(({ at }) => at)).toEqual([5000]);
    expect(matching(replay.items, "  ")).toHaveLength(5);
    expect(matching(replay.items, "nowhere")).toEqual([]);
  });

  it("knows what has happened at a moment", () => {
    expect(reached(replay.items, 4500)).toBe(1);
    expect(reached(replay.items, 99_000)).toBe(4);
    expect(reached([], 5)).toBe(-1);
  });

  it("shows the board as it was", () => {
    expect(boardAt(replay.strokes, 0).map(({ id }) => id)).toEqual(["a"]);
    expect(boardAt(replay.strokes, 6500).map(({ id }) => id)).toEqual(["a", "t"]);
    expect(boardAt(replay.strokes, 7000).map(({ id }) => id)).toEqual(["t"]);
    expect(sight(replay.strokes)).toBe("-265 -145 640 360");
    expect(sight([])).toBe("0 0 160 90");
  });
});
