import { beforeEach, expect, test, vi } from "vitest";
import { Scroller } from "./scroller";

// What a browser would lay out: a log that is `height` high, seen through a window of 500.
const page = { height: 3_000, top: 0 };
let scroller: Scroller;

beforeEach(() => {
  vi.stubGlobal(
    "ResizeObserver",
    class {
      observe(): void {}
      disconnect(): void {}
    },
  );
  const host = document.createElement("div");
  const log = document.createElement("div");
  log.className = "chat-log";
  host.append(log);
  Object.assign(page, { height: 3_000, top: 0 });
  Object.defineProperties(log, {
    clientHeight: { get: () => 500 },
    scrollHeight: { get: () => page.height },
    scrollTop: {
      get: () => page.top,
      set: (top: number) => {
        page.top = Math.max(0, Math.min(top, page.height - 500));
      },
    },
  });
  scroller = new Scroller(host, {
    redraw: () => undefined,
    wantOlder: () => undefined,
    wantNewer: () => undefined,
    newer: () => false,
  });
  draw();
});

function draw(): void {
  scroller.remember(50);
  scroller.restore(false);
}

test("who reads the newest messages stays with them while the log grows", () => {
  expect(page.top).toBe(2_500);
  page.height = 3_400;
  draw();
  expect([page.top, scroller.away]).toEqual([2_900, false]);
});

test("a drawing between a turn of the wheel and the word of it does not lead back to the end", () => {
  page.top = 1_900;
  draw();
  expect([page.top, scroller.away]).toEqual([1_900, true]);
  scroller.scrolled(50);
  draw();
  expect(page.top).toBe(1_900);
});

test("a log that is laid out anew stays at its end", () => {
  page.height = 2_000;
  page.top = 1_400;
  draw();
  expect([page.top, scroller.away]).toEqual([1_500, false]);
});

test("what grows before the page hears that the end was gone to does not lead away from it", () => {
  page.height = 3_276;
  scroller.scrolled(50);
  expect([page.top, scroller.away]).toEqual([2_776, false]);
});

test("what others write is counted while one reads further up, and leads nowhere", () => {
  page.top = 1_900;
  scroller.scrolled(50);
  draw();
  scroller.came();
  draw();
  expect([page.top, scroller.away, scroller.unseen]).toEqual([1_900, true, 1]);
  scroller.toEnd();
  draw();
  expect([page.top, scroller.away, scroller.unseen]).toEqual([2_500, false, 0]);
});
