import { expect, it } from "vitest";
import { Pace } from "./blurPace";

/** When, in ms, pictures that take `ms` each are first found too slow within 20 s; -1: never. */
function foundSlow(ms: (number: number) => number, every: number): number {
  const pace = new Pace();
  let number = 0;
  for (let now = 0; now < 20_000; now += every) if (pace.tooSlow(ms(number++), now)) return now;
  return -1;
}

it("a machine is too slow that needs more than a twelfth of a second for a picture, for some seconds", () => {
  const found = foundSlow(() => 100, 100);
  expect(found).toBeGreaterThanOrEqual(5000);
  expect(found).toBeLessThan(6000);
});

it("it is quick enough when a camera in the dark gives few pictures, or one picture took long", () => {
  expect(foundSlow(() => 20, 200)).toBe(-1);
  expect(foundSlow((number) => (number === 3 ? 900 : 30), 50)).toBe(-1);
});
