import { render } from "lit";
import { expect, it } from "vitest";
import { boardView } from "./board-view";
import { replayOf } from "./replay";

const SLIDE = { id: "s", type: "image", fileId: "a b", x: 1, y: 2, width: 40, height: 30 };

function shown(content: Record<string, unknown>): Element | null {
  const { board, strokes } = replayOf({ ...content, strokes: [{ at: 0, elements: [SLIDE] }] });
  const place = document.createElement("div");
  render(boardView(strokes[0]?.shapes ?? [], "0 0 160 90", board), place);
  return place.querySelector("image");
}

it("shows the slides that lay on the board", () => {
  const image = shown({ board: 7 });
  expect(image?.getAttribute("href")).toBe("/boards/7/pictures/a%20b/");
  expect(["x", "y", "width", "height"].map((name) => image?.getAttribute(name))).toEqual([
    "1",
    "2",
    "40",
    "30",
  ]);
  expect(shown({ board: null })).toBeNull();
});
