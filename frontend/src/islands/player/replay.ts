/** What happened while a call was recorded, and where it is in the video. Pure: knows no DOM. */

import { isRecord } from "../../lib/http";

/** An element of a board, as far as a replay draws it. Coordinates are the board's. */
export interface Shape {
  readonly id: string;
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly angle: number;
  readonly strokeColor: string;
  readonly backgroundColor: string;
  readonly strokeWidth: number;
  readonly points: readonly (readonly [number, number])[];
  readonly text: string;
  readonly fontSize: number;
  /** Of a picture: what the board calls it. */
  readonly fileId: string;
  readonly deleted: boolean;
  readonly page: number;
}

/** One line beside the video; `at` in milliseconds. `who` and `text` may be empty. */
export interface Item {
  readonly at: number;
  readonly kind: "joined" | "screen" | "board" | "caption" | "message" | "text";
  readonly who: string;
  readonly text: string;
}

export interface Stroke {
  readonly at: number;
  readonly shapes: readonly Shape[];
}

export interface Replay {
  /** The board whose pictures are shown; 0 when there is none any more. */
  readonly board: number;
  readonly items: readonly Item[];
  readonly strokes: readonly Stroke[];
}

const NOTHING: Replay = { board: 0, items: [], strokes: [] };
const MARGIN = 20;
const SIGHT_LEAST = { width: 640, height: 360 };
const CHAPTERS = new Set(["joined", "screen", "board"]);

/** Read what the server gave; what is not understood is left out. */
export function replayOf(content: unknown): Replay {
  if (!isRecord(content)) return NOTHING;
  const strokes = list(content.strokes).map((stroke) => ({
    at: number(stroke.at),
    shapes: list(stroke.elements).map(shapeOf),
  }));
  const items: Item[] = [
    ...list(content.chapters).flatMap((one) => chapter(one)),
    ...list(content.captions).map((one) => line("caption", one)),
    ...list(content.messages).map((one) => line("message", one)),
    ...written(strokes),
  ];
  const board = number(content.board);
  return { board, items: items.sort((one, other) => one.at - other.at), strokes };
}

/** After which stroke there are more of them, which this answer had no place for; null after the last one. */
export function moreAfter(content: unknown): number | null {
  return isRecord(content) && typeof content.more === "number" ? content.more : null;
}

/** The same with the strokes of a later answer behind its own. */
export function withMore(content: unknown, later: unknown): unknown {
  if (!isRecord(content) || !isRecord(later)) return content;
  return { ...content, strokes: [...list(content.strokes), ...list(later.strokes)] };
}

/** The items that contain all words of the query, in any letters. */
export function matching(items: readonly Item[], query: string): readonly Item[] {
  const words = query.toLocaleLowerCase().split(/\s+/u).filter(Boolean);
  if (words.length === 0) return items;
  return items.filter(({ who, text }) => {
    const said = `${who} ${text}`.toLocaleLowerCase();
    return words.every((word) => said.includes(word));
  });
}

/** The index of the last item that has happened at `ms`, -1 before the first. */
export function reached(items: readonly Item[], ms: number): number {
  return items.findLastIndex((item) => item.at <= ms);
}

/** The page of the board that was drawn on last at `ms`, as it was, in the order things were drawn. */
export function boardAt(strokes: readonly Stroke[], ms: number): readonly Shape[] {
  const shown = new Map<string, Shape>();
  let page = 0;
  for (const stroke of strokes) {
    if (stroke.at > ms) break;
    for (const shape of stroke.shapes) shown.set(shape.id, shape);
    page = stroke.shapes.at(-1)?.page ?? page;
  }
  return [...shown.values()].filter((shape) => !shape.deleted && shape.page === page);
}

/** The box around all that was ever on the board, with a margin and not too small, as `viewBox` wants it. */
export function sight(strokes: readonly Stroke[]): string {
  const all = strokes.flatMap(({ shapes }) => shapes).filter((shape) => !shape.deleted);
  if (all.length === 0) return "0 0 160 90";
  const xs = all.flatMap(({ x, width }) => [x, x + width]);
  const ys = all.flatMap(({ y, height }) => [y, y + height]);
  const [left, width] = spread(xs, SIGHT_LEAST.width);
  const [top, height] = spread(ys, SIGHT_LEAST.height);
  return `${left} ${top} ${width} ${height}`;
}

/** Where a side begins and how long it is. */
function spread(ends: readonly number[], least: number): [number, number] {
  // Not by spreading them as arguments: there may be more than a call takes.
  const [first, last] = ends.reduce(
    ([low, high], end) => [Math.min(low, end), Math.max(high, end)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  const length = Math.max(least, last - first + 2 * MARGIN);
  return [(first + last - length) / 2, length];
}

function chapter(one: Record<string, unknown>): Item[] {
  const kind = text(one.kind);
  if (!CHAPTERS.has(kind)) return [];
  return [{ at: number(one.at), kind: kind as Item["kind"], who: text(one.name), text: "" }];
}

function line(kind: "caption" | "message", one: Record<string, unknown>): Item {
  return { at: number(one.at), kind, who: text(one.name), text: text(one.text) };
}

/** What was written on the board, each text when it was last changed. */
function written(strokes: readonly Stroke[]): Item[] {
  const found = new Map<string, Item>();
  for (const { at, shapes } of strokes) {
    for (const shape of shapes) {
      if (shape.deleted) found.delete(shape.id);
      else if (shape.text) found.set(shape.id, { at, kind: "text", who: "", text: shape.text });
    }
  }
  return [...found.values()];
}

function shapeOf(one: Record<string, unknown>): Shape {
  return {
    id: text(one.id),
    type: text(one.type),
    x: number(one.x),
    y: number(one.y),
    width: number(one.width),
    height: number(one.height),
    angle: number(one.angle),
    strokeColor: text(one.strokeColor) || "#1e1e1e",
    backgroundColor: text(one.backgroundColor) || "transparent",
    strokeWidth: number(one.strokeWidth) || 1,
    points: Array.isArray(one.points) ? one.points.flatMap(point) : [],
    text: text(one.text),
    fontSize: number(one.fontSize) || 20,
    fileId: text(one.fileId),
    deleted: one.isDeleted === true,
    page: number(one.page),
  };
}

function point(value: unknown): [number, number][] {
  if (!Array.isArray(value)) return [];
  return [[number(value[0]), number(value[1])]];
}

function list(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function number(value: unknown): number {
  return typeof value === "number" && Number.isFinite(value) ? value : 0;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}
