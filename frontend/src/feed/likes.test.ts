import { beforeEach, expect, test } from "vitest";
import { enhanceLikes, turn } from "./likes";

const state = () => [
  document.querySelector("button")?.ariaPressed,
  document.querySelector("[data-like-count]")?.textContent,
];

function form(): HTMLFormElement {
  const found = document.querySelector("form");
  if (!found) throw new Error("no form");
  return found;
}

function tell(name: string): void {
  document.dispatchEvent(new CustomEvent(name, { detail: { elt: form() } }));
}

beforeEach(() => {
  document.body.innerHTML =
    '<span data-likes><form><button aria-pressed="false"></button></form><a data-like-count="4">4</a></span>';
});

test("a heart fills and counts at once, and back", () => {
  turn(form());
  expect(state()).toEqual(["true", "5"]);
  turn(form());
  expect(state()).toEqual(["false", "4"]);
});

test("a refusal brings the former state back", () => {
  enhanceLikes();
  tell("htmx:beforeRequest");
  expect(state()).toEqual(["true", "5"]);
  tell("htmx:responseError");
  expect(state()).toEqual(["false", "4"]);
});
