import { render } from "lit";
import { expect, it } from "vitest";
import type { BoardState } from "../../generated/wire";
import { pagesView } from "./pages-view";

function named(title: string): (string | undefined)[] {
  const state = { page: 1, pages: [{ id: 1, title }], can_draw: true, host: false };
  const doings = { go: () => undefined, add: () => undefined, options: () => undefined };
  const place = document.createElement("div");
  render(pagesView(state as unknown as BoardState, doings), place);
  const tab = place.querySelector(".board-page-tab");
  return [
    tab?.textContent?.trim(),
    ...[...(tab?.querySelectorAll("span") ?? [])].map((one) => one.textContent),
  ];
}

it("keeps the number of a slide apart from the name, which may be cut", () => {
  expect(named("About quadratic equations 12")).toEqual([
    "About quadratic equations 12",
    "About quadratic equations",
    "12",
  ]);
  expect(named("Algebra")).toEqual(["Algebra", "Algebra"]);
  expect(named("2026")).toEqual(["2026", "2026"]);
});
