/** Where what is drawn in a recorded picture. Pure: knows no canvas. */

import type { Arrangement } from "../islands/call/state";
import type { Tile } from "../media/call";

export const WIDTH = 1280;
export const HEIGHT = 720;
const GAP = 8;
const STRIP = 150; // height of the small pictures above a large one

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** One picture: of somebody's camera or screen, or the board. */
export interface Part extends Box {
  readonly kind: "camera" | "screen" | "board";
  readonly tile: Tile | null;
}

/** What people see: everybody in equal boxes, or one large with the others above; a shown board is the large one. */
export function compose({ layout, large, tiles }: Arrangement, board: boolean): Part[] {
  const whole: Box = { x: GAP, y: GAP, width: WIDTH - 2 * GAP, height: HEIGHT - 2 * GAP };
  const stage = large?.source === "screen" ? large : null;
  if (!stage && !board && (layout === "grid" || !large)) return grid(tiles, whole);
  const small = strip(
    tiles.filter((tile) => stage !== null || board || tile !== large?.tile),
    whole,
  );
  const top = small.length > 0 ? whole.y + STRIP + GAP : whole.y;
  const rest: Box = { ...whole, y: top, height: HEIGHT - GAP - top };
  if (!stage && board) return [...small, { ...rest, kind: "board", tile: null }];
  return large ? [...small, { ...rest, kind: large.source, tile: large.tile }] : small;
}

function strip(tiles: readonly Tile[], whole: Box): Part[] {
  const most = Math.min(tiles.length, 6);
  const width = Math.min((STRIP * 16) / 9, (whole.width - GAP * (most - 1)) / Math.max(1, most));
  const begin = whole.x + (whole.width - most * width - (most - 1) * GAP) / 2;
  return tiles.slice(0, most).map((tile, index) => ({
    kind: "camera",
    tile,
    x: begin + index * (width + GAP),
    y: whole.y,
    width,
    height: STRIP,
  }));
}

function grid(tiles: readonly Tile[], whole: Box): Part[] {
  const columns = Math.max(1, Math.ceil(Math.sqrt(tiles.length)));
  const rows = Math.max(1, Math.ceil(tiles.length / columns));
  const width = (whole.width - GAP * (columns - 1)) / columns;
  const height = (whole.height - GAP * (rows - 1)) / rows;
  return tiles.map((tile, index) => {
    const row = Math.floor(index / columns);
    const inRow = Math.min(columns, tiles.length - row * columns);
    const shift = ((columns - inRow) * (width + GAP)) / 2;
    return {
      kind: "camera",
      tile,
      x: whole.x + shift + (index % columns) * (width + GAP),
      y: whole.y + row * (height + GAP),
      width,
      height,
    };
  });
}

/** The part of a source that fills a box without being stretched, or the box that shows all of the source. */
export function placed(source: { width: number; height: number }, box: Box, whole: boolean): Box {
  const scale = (whole ? Math.min : Math.max)(box.width / source.width, box.height / source.height);
  const width = source.width * scale;
  const height = source.height * scale;
  return { x: box.x + (box.width - width) / 2, y: box.y + (box.height - height) / 2, width, height };
}
