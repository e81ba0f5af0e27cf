/** As much of WebM as is needed to make a file of pieces whose beginning is not here. Pure. */

import type { Piece } from "./store";

/** What every cluster begins with: a few seconds of blocks, whose times count from its own. */
const CLUSTER = [0x1f, 0x43, 0xb6, 0x75] as const;
const UNKNOWN_SIZE = [0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff] as const;
const TIME = 0xe7;
/** The longest number that says a size. */
const SIZE_MOST = 8;

/** What a player must have read before a piece. */
export type Before = Pick<Piece, "head" | "opening">;

/** Follows a run piece by piece. */
export class Following {
  private head = new Uint8Array();
  private whole = false;
  private opening: Uint8Array<ArrayBuffer> | null = null;

  /** Takes the pieces of a run in order and gives what stands before each. The head may lie in more than one. */
  take(content: ArrayBuffer): Before {
    const bytes = new Uint8Array(content);
    const opening = this.opening;
    this.opening = lastOpening(bytes) ?? opening;
    if (!this.whole) {
      const all = joined([this.head, bytes]);
      const end = clusterIn(all);
      this.whole = end >= 0;
      this.head = this.whole ? all.slice(0, end) : all;
    }
    return {
      ...(this.whole ? { head: this.head.buffer } : {}),
      ...(opening ? { opening: opening.buffer } : {}),
    };
  }
}

/** One file for each run. What follows a hole goes on within the cluster it is of. */
export function filesOf(pieces: readonly Piece[]): Uint8Array<ArrayBuffer>[] {
  const runs = [...new Set(pieces.map(({ run }) => run))];
  return runs
    .map((run) => fileOf(pieces.filter((piece) => piece.run === run)))
    .filter(({ length }) => length > 0);
}

function fileOf(pieces: readonly Piece[]): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  let expected = 0;
  for (const { n, content, head, opening } of pieces) {
    if (n !== expected) {
      if (parts.length === 0 && head) parts.push(new Uint8Array(head));
      if (opening) parts.push(new Uint8Array(opening));
    }
    parts.push(new Uint8Array(content));
    expected = n + 1;
  }
  return joined(parts);
}

/** Where the next cluster begins, -1 without one. */
function clusterIn(bytes: Uint8Array, from = 0): number {
  for (let at = bytes.indexOf(CLUSTER[0], from); at >= 0; at = bytes.indexOf(CLUSTER[0], at + 1))
    if (CLUSTER.every((byte, index) => bytes[at + index] === byte)) return at;
  return -1;
}

/** How the last cluster in it begins, its time included; null without one. */
function lastOpening(bytes: Uint8Array): Uint8Array<ArrayBuffer> | null {
  let found: Uint8Array<ArrayBuffer> | null = null;
  for (let at = clusterIn(bytes); at >= 0; at = clusterIn(bytes, at + 1))
    found = openingAt(bytes, at + CLUSTER.length) ?? found;
  return found;
}

/** `at`: where the size of a cluster stands; behind it comes its time. */
function openingAt(bytes: Uint8Array, at: number): Uint8Array<ArrayBuffer> | null {
  const time = at + sizeLength(bytes[at] ?? 0);
  const length = (bytes[time + 1] ?? 0) & 0x7f;
  const end = time + 2 + length;
  // Behind 0x80 a size of one byte stands for itself.
  if (bytes[time] !== TIME || length > SIZE_MOST || end > bytes.length) return null;
  return joined([Uint8Array.from([...CLUSTER, ...UNKNOWN_SIZE]), bytes.subarray(time, end)]);
}

/** A number is as long as its first byte has zeros in front, and one. */
function sizeLength(first: number): number {
  return Math.clz32(first) - 24 + 1;
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
