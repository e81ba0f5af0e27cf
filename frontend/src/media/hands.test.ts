import { expect, test } from "vitest";
import { Hands } from "./hands";

function held(): { work: () => Promise<void>; done: () => void; fail: (error: Error) => void } {
  let [done, fail]: [() => void, (error: Error) => void] = [() => undefined, () => undefined];
  const promise = new Promise<void>((resolve, reject) => {
    [done, fail] = [resolve, reject];
  });
  return { work: () => promise, done, fail };
}

test("what is wished while a source opens is told when it is open, and only the last of it", async () => {
  const hands = new Hands(() => undefined);
  const opening = held();
  const wish = hands.during("microphone", opening.work);
  expect(hands.keep("microphone", false)).toBe(true);
  expect(hands.keep("microphone", true)).toBe(true);
  expect(hands.keep("microphone", false)).toBe(true);
  expect(hands.keep("camera", false)).toBe(false);
  opening.done();
  expect(await wish).toBe(false);
  expect(hands.isBusy("microphone")).toBe(false);
  expect(await hands.during("microphone", async () => undefined)).toBeUndefined();
});

test("a second work on the same source is left out, and a failure forgets what was wished", async () => {
  const told: boolean[] = [];
  const hands = new Hands(() => told.push(hands.isBusy("camera")));
  const opening = held();
  const first = hands.during("camera", opening.work);
  let ran = false;
  const second = hands.during("camera", async () => {
    ran = true;
  });
  expect(await second).toBeUndefined();
  expect(ran).toBe(false);
  hands.keep("camera", false);
  opening.fail(new Error("in use"));
  await expect(first).rejects.toThrow("in use");
  expect(told).toEqual([true, false]);
  expect(await hands.during("camera", async () => undefined)).toBeUndefined();
});

test("when the call is over nothing is wished", async () => {
  const hands = new Hands(() => undefined);
  const opening = held();
  const wish = hands.during("microphone", opening.work);
  hands.keep("microphone", false);
  hands.forget();
  opening.done();
  expect(await wish).toBeUndefined();
});
