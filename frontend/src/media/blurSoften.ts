/** The arithmetic of a blurred background: a mask of the person, and what is behind made soft without the person in it. */

/** From where on a pixel begins to belong to the person, and where it wholly does. */
const EDGE = [0.25, 0.75] as const;
/** How much of the picture before goes into a mask, so that its edge does not flicker. */
const KEPT = 0.35;
const PASSES = 3;

/** Turn what the model says of each pixel, 0 to 1, into how much of the person is there. `mask` holds the last one. */
export function settleMask(mask: Float32Array, said: Float32Array): void {
  const [low, high] = EDGE;
  for (let at = 0; at < mask.length; at += 1) {
    const person = Math.min(1, Math.max(0, ((said[at] ?? 0) - low) / (high - low)));
    mask[at] = (mask[at] ?? 0) * KEPT + person * (1 - KEPT);
  }
}

/**
 * Blur `pixels` (RGBA, `width` by `height`) in place. Pixels of the person weigh nothing, or there would be a
 * shine of them around them; where nothing else is near, they do.
 */
export function soften(pixels: Uint8ClampedArray, mask: Float32Array, width: number, height: number): void {
  const sums = weighed(pixels, mask);
  const between = new Float32Array(sums.length);
  const radius = Math.max(2, Math.round(width / 24));
  for (let pass = 0; pass < PASSES; pass += 1) {
    slide(sums, between, { lines: height, line: width * 4, length: width, step: 4, radius });
    slide(between, sums, { lines: width, line: 4, length: height, step: width * 4, radius });
  }
  for (let at = 0; at < pixels.length; at += 4) {
    const weight = sums[at + 3] ?? 1;
    for (let colour = 0; colour < 3; colour += 1) pixels[at + colour] = (sums[at + colour] ?? 0) / weight;
    pixels[at + 3] = 255;
  }
}

const LEAST_WEIGHT = 0.004;

function weighed(pixels: Uint8ClampedArray, mask: Float32Array): Float32Array<ArrayBuffer> {
  const sums = new Float32Array(pixels.length);
  for (let at = 0; at < pixels.length; at += 4) {
    const weight = Math.max(LEAST_WEIGHT, 1 - (mask[at / 4] ?? 0));
    for (let colour = 0; colour < 3; colour += 1) sums[at + colour] = (pixels[at + colour] ?? 0) * weight;
    sums[at + 3] = weight;
  }
  return sums;
}

interface Walk {
  readonly lines: number;
  readonly line: number;
  readonly length: number;
  readonly step: number;
  readonly radius: number;
}

/** The mean of each pixel and its neighbours along one direction; the edge goes on as it ends. */
function slide(from: Float32Array, to: Float32Array, { lines, line, length, step, radius }: Walk): void {
  const last = length - 1;
  const window = 2 * radius + 1;
  for (let number = 0; number < lines; number += 1) {
    for (let colour = 0; colour < 4; colour += 1) {
      const start = number * line + colour;
      const value = (place: number): number => from[start + Math.min(last, Math.max(0, place)) * step] ?? 0;
      let sum = 0;
      for (let place = -radius; place <= radius; place += 1) sum += value(place);
      for (let place = 0; place < length; place += 1) {
        to[start + place * step] = sum / window;
        sum += value(place + radius + 1) - value(place - radius);
      }
    }
  }
}
