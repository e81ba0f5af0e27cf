import { describe, expect, it } from "vitest";
import type { Piece } from "./store";
import { Following, filesOf } from "./webm";

const HEAD = [0x1a, 0x45, 0xdf, 0xa3, 9];
const CLUSTER = [0x1f, 0x43, 0xb6, 0x75];
const ANY = [0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff];

function bytes(...content: number[]): ArrayBuffer {
  return new Uint8Array(content).buffer;
}

/** How a cluster begins at this time; `size` is how many bytes it says to have. */
function opening(time: number, size: readonly number[] = ANY): number[] {
  return [...CLUSTER, ...size, 0xe7, 0x82, time >> 8, time & 0xff];
}

/** The pieces of a run as they were cut, each with what was known of it then. */
function run(number: number, ...contents: ArrayBuffer[]): Piece[] {
  const following = new Following();
  return contents.map((content, n) => ({
    recording: 7,
    run: number,
    n,
    content,
    ...following.take(content),
  }));
}

function read(pieces: readonly Piece[]): number[][] {
  return filesOf(pieces).map((file) => [...file]);
}

describe("a file of pieces that stayed in the browser", () => {
  const begin = [...HEAD, ...opening(5), 1];
  const whole = run(0, bytes(...begin), bytes(2, ...opening(300), 3), bytes(4), bytes(6));

  it("is what was recorded when all of it is there", () => {
    expect(read(whole)).toEqual([[...begin, 2, ...opening(300), 3, 4, 6]]);
  });

  it("begins with the head and goes on within the cluster where the beginning was sent", () => {
    expect(read(whole.slice(1, 2))).toEqual([[...HEAD, ...opening(5), 2, ...opening(300), 3]]);
    expect(read(whole.slice(2))).toEqual([[...HEAD, ...opening(300), 4, 6]]);
  });

  it("says the time again after a hole", () => {
    expect(read(whole.filter(({ n }) => n !== 1))).toEqual([[...begin, ...opening(300), 4, 6]]);
  });

  it("knows a head that was cut in two, clusters that say their size, and keeps runs apart", () => {
    const [first, ...rest] = [HEAD.slice(0, 2), [...HEAD.slice(2), ...opening(7, [0x40, 0x09]), 5], [8]];
    const cut = run(1, bytes(...(first ?? [])), ...rest.map((part) => bytes(...part)));
    expect(cut.map(({ head }) => head !== undefined)).toEqual([false, true, true]);
    expect(read([...whole.slice(3), ...cut.slice(2)])).toEqual([
      [...HEAD, ...opening(300), 6],
      [...HEAD, ...opening(7), 8],
    ]);
    expect(filesOf([])).toEqual([]);
  });
});
