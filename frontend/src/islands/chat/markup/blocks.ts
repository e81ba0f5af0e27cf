import { inlineOf } from "./inline";
import type { Block } from "./nodes";

/** Quotes and lists within each other; what is deeper stays text. */
const DEEPEST = 5;
const FENCE = /^ {0,3}```+ *([^\s`]{0,40}) *$/;
const FENCE_END = /^ {0,3}```+ *$/;
const QUOTE = /^>(?=[> ]|$) ?/;
const ITEM = /^(?:[-*+•]|([0-9]{1,9}|[۰-۹]{1,9})[.)]) +(?=\S)/;
const INDENT = /^(?: {2,4}|\t)/;

/** Reads a message into blocks. Text without any mark is one block, with each of its characters. */
export function blocksOf(body: string): Block[] {
  return read(body.split("\n"), 0);
}

function read(lines: readonly string[], depth: number): Block[] {
  const blocks: Block[] = [];
  let text: string[] = [];
  let at = 0;
  while (at < lines.length) {
    const found = depth < DEEPEST ? blockAt(lines, at, depth) : null;
    if (!found) {
      text.push(lines[at] ?? "");
      at += 1;
      continue;
    }
    // Empty lines beside a block are its margin.
    while (text.length > 0 && isEmpty(text.at(-1))) text.pop();
    blocks.push(...textOf(text), found.block);
    text = [];
    at = found.end;
    while (at < lines.length && isEmpty(lines[at])) at += 1;
  }
  blocks.push(...textOf(text));
  return blocks;
}

function textOf(lines: readonly string[]): Block[] {
  return lines.length > 0 ? [{ kind: "text", inside: inlineOf(lines.join("\n")) }] : [];
}

function isEmpty(line: string | undefined): boolean {
  return !line?.trim();
}

interface Found {
  block: Block;
  /** The line behind it. */
  end: number;
}

function blockAt(lines: readonly string[], at: number, depth: number): Found | null {
  const line = lines[at] ?? "";
  const fence = FENCE.exec(line);
  if (fence) return codeAt(lines, at, fence[1] ?? "");
  if (QUOTE.test(line)) return quoteAt(lines, at, depth);
  return ITEM.test(line) ? listAt(lines, at, depth) : null;
}

function codeAt(lines: readonly string[], at: number, language: string): Found | null {
  let end = at + 1;
  while (end < lines.length && !FENCE_END.test(lines[end] ?? "")) end += 1;
  const text = lines.slice(at + 1, end).join("\n");
  if (!text.trim()) return null;
  return { block: { kind: "code", language: language.toLowerCase(), text }, end: end + 1 };
}

function quoteAt(lines: readonly string[], at: number, depth: number): Found {
  const inside: string[] = [];
  let end = at;
  for (; end < lines.length && QUOTE.test(lines[end] ?? ""); end += 1)
    inside.push((lines[end] ?? "").replace(QUOTE, ""));
  return { block: { kind: "quote", blocks: read(inside, depth + 1) }, end };
}

function listAt(lines: readonly string[], at: number, depth: number): Found {
  const number = ITEM.exec(lines[at] ?? "")?.[1];
  const items: string[][] = [];
  let end = at;
  for (; end < lines.length; end += 1) {
    const line = lines[end] ?? "";
    const item = ITEM.exec(line);
    if (item && (item[1] === undefined) === (number === undefined)) items.push([line.slice(item[0].length)]);
    else if (INDENT.test(line)) items.at(-1)?.push(line.replace(INDENT, ""));
    else break;
  }
  const start = number === undefined ? 1 : numberOf(number);
  const content = items.map((item) => read(item, depth + 1));
  return { block: { kind: "list", ordered: number !== undefined, start, items: content }, end };
}

function numberOf(digits: string): number {
  return Number(digits.replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x06f0)));
}
