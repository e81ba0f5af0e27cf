import { expect, test } from "vitest";
import { type DraftState, merged, parse } from "./kept-draft";

const typed = (body: string, more: Partial<DraftState> = {}): DraftState => ({
  body,
  rev: 5,
  pushed: "",
  dirty: true,
  ...more,
});
const body = (state: DraftState, server: string, rev: number): string => merged(state, server, rev).body;

test("where nothing was typed the server's text stands", () => {
  expect(merged(typed("old", { dirty: false }), "new", 6)).toEqual({
    body: "new",
    rev: 6,
    pushed: "new",
    dirty: false,
  });
  expect(body(typed("old", { dirty: false }), "", 0)).toBe("");
});

test("what was typed without a connection is kept, and goes to the server", () => {
  expect(merged(typed("mine"), "before", 5)).toMatchObject({ body: "mine", dirty: true });
  expect(merged(typed("mine"), "", 0)).toMatchObject({ body: "mine", dirty: true });
});

test("what was sent does not come back, though the answer to its draft was lost", () => {
  expect(merged(typed("", { pushed: "hello" }), "hello", 6)).toMatchObject({ body: "", dirty: true });
});

test("what another device wrote meanwhile is not lost either", () => {
  expect(body(typed(""), "from the phone", 6)).toBe("from the phone");
  expect(body(typed("mine"), "from the phone", 6)).toBe("mine\nfrom the phone");
  expect(body(typed("hello"), "hello there", 6)).toBe("hello there");
  expect(body(typed("hello there"), "hello", 6)).toBe("hello there");
});

test("a draft of before is read, and so is one that is broken", () => {
  expect(parse("just text")).toEqual({ body: "just text", rev: 0, pushed: "", dirty: true });
  expect(parse(JSON.stringify(typed("x")))).toEqual(typed("x"));
  expect(parse("{broken").body).toBe("{broken");
  expect(parse(null)).toEqual({ body: "", rev: 0, pushed: "", dirty: false });
});
