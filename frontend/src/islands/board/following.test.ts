import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { BoardState, BoardView } from "../../generated/wire";
import { Following } from "./following";

const { sent } = vi.hoisted(() => ({ sent: [] as Record<string, unknown>[] }));

vi.mock("../../realtime/client", () => ({
  gateway: {
    status: "open",
    request: async (op: string, data: Record<string, unknown>) => {
      if (op === "board.view") sent.push(data);
    },
  },
}));

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "setTimeout", "clearTimeout", "performance"] });
  sent.length = 0;
});

afterEach(() => {
  vi.useRealTimers();
});

const state = { board: 7, page: 3, me: 1, presenter: 1 } as BoardState;

/** A tab of the presenter that looks at this place. */
const tab = (x: number) => {
  const part = { x, y: 0, width: 10, height: 10 };
  return new Following({ part: () => part, look: () => undefined, state: () => state });
};

const view = (x: number) =>
  ({ ...state, participant: 1, name: "", x, y: 0, width: 10, height: 10 }) as BoardView;

test("of two tabs of the presenter that one leads in which the hand was last", () => {
  const laptop = tab(1);
  const tablet = tab(2);
  vi.advanceTimersByTime(500);
  void laptop.present(true);
  tablet.lead();
  laptop.lead();
  expect(sent.map(({ x }) => x)).toEqual([1]);
  for (const one of [laptop, tablet]) one.take(view(1));
  tablet.lookAway();
  tablet.lead();
  for (const one of [laptop, tablet]) one.take(view(2));
  vi.advanceTimersByTime(4_000);
  expect(new Set(sent.slice(1).map(({ x }) => x))).toEqual(new Set([2]));
  for (const one of [laptop, tablet]) one.stop();
});

test("when the tab that led is gone another one leads after a while", () => {
  const laptop = tab(1);
  vi.advanceTimersByTime(4_000);
  expect(sent).toEqual([]);
  vi.advanceTimersByTime(4_000);
  expect(sent.map(({ x }) => x)).toContain(1);
  laptop.stop();
});
