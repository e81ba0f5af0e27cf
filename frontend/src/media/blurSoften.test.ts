import { describe, expect, it } from "vitest";
import { settleMask, soften } from "./blurSoften";

const [WIDTH, HEIGHT] = [96, 48];

/** Black and white in turn, and red where `person` says. */
function picture(person: (x: number) => boolean): { pixels: Uint8ClampedArray; mask: Float32Array } {
  const pixels = new Uint8ClampedArray(WIDTH * HEIGHT * 4);
  const mask = new Float32Array(WIDTH * HEIGHT);
  for (let at = 0; at < mask.length; at += 1) {
    const x = at % WIDTH;
    const grey = (x + Math.floor(at / WIDTH)) % 2 ? 255 : 0;
    pixels.set(person(x) ? [255, 0, 0, 255] : [grey, grey, grey, 255], at * 4);
    mask[at] = person(x) ? 1 : 0;
  }
  return { pixels, mask };
}

function pixel(pixels: Uint8ClampedArray, x: number, y: number): number[] {
  return [...pixels.subarray((y * WIDTH + x) * 4, (y * WIDTH + x) * 4 + 3)];
}

describe("what is behind a person", () => {
  it("keeps no line of what was there", () => {
    const { pixels, mask } = picture(() => false);
    soften(pixels, mask, WIDTH, HEIGHT);
    for (const [x, y] of [
      [0, 0],
      [1, 0],
      [50, 20],
      [51, 20],
      [95, 47],
    ] as const)
      for (const colour of pixel(pixels, x, y)) expect(Math.abs(colour - 127)).toBeLessThan(24);
  });

  it("has no shine of the person beside", () => {
    const { pixels, mask } = picture((x) => x > 40);
    soften(pixels, mask, WIDTH, HEIGHT);
    const [red = 0, green = 0] = pixel(pixels, 38, 20);
    expect(Math.abs(red - green)).toBeLessThan(12);
  });

  it("is something even where the person is all there is", () => {
    const { pixels, mask } = picture(() => true);
    soften(pixels, mask, WIDTH, HEIGHT);
    expect(pixel(pixels, 40, 20)).toEqual([255, 0, 0]);
  });
});

it("a mask follows what the model says, without a jump and to the end", () => {
  const mask = new Float32Array([0, 1, 0]);
  settleMask(mask, new Float32Array([1, 0, 0.1]));
  expect(mask[0]).toBeCloseTo(0.65);
  expect(mask[1]).toBeCloseTo(0.35);
  expect(mask[2]).toBe(0);
  for (let time = 0; time < 12; time += 1) settleMask(mask, new Float32Array([1, 0, 0.1]));
  expect(mask[0]).toBeCloseTo(1);
  expect(mask[1]).toBeCloseTo(0);
});
