import { afterEach, beforeEach, expect, type MockInstance, test, vi } from "vitest";
import { callSession } from "../../media/session";
import { followKeys } from "./shortcuts";

// It asks for more of the page than there is here.
vi.mock("htmx.org", () => ({ default: {} }));

followKeys();

let turn: MockInstance<typeof callSession.turn>;

beforeEach(() => {
  callSession.phase = "in";
  turn = vi.spyOn(callSession, "turn").mockResolvedValue();
});

afterEach(() => {
  callSession.phase = "idle";
  document.body.replaceChildren();
});

const key = (type: "keydown" | "keyup", at: Element = document.body, more: KeyboardEventInit = {}): void => {
  at.dispatchEvent(new KeyboardEvent(type, { code: "Space", bubbles: true, ...more }));
};
const turns = (): boolean[] => turn.mock.calls.map(([, on]) => on);

test.each([
  ["let go", () => key("keyup")],
  ["let go in a field", () => key("keyup", document.body.appendChild(document.createElement("input")))],
  ["let go with another key", () => key("keyup", document.body, { ctrlKey: true })],
  ["let go in another window", () => window.dispatchEvent(new Event("blur"))],
])("the microphone is open while the key is held, and closed when it is %s", (_where, letGo) => {
  key("keydown");
  expect(turns()).toEqual([true]);
  letGo();
  expect(turns()).toEqual([true, false]);
});

test("a key that was pressed on a button or in a field is none of ours when it is let go", () => {
  key("keydown", document.body.appendChild(document.createElement("button")));
  key("keyup");
  window.dispatchEvent(new Event("blur"));
  expect(turns()).toEqual([]);
});
