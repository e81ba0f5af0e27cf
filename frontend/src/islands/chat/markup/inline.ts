import { linkify } from "../../../lib/links";
import type { Inline, Mark } from "./nodes";

const SPECIAL = /[\\`[@*~|]/g;
const ESCAPED = /\\[\\`[\]@*~|>]/y;
/** The same names that the server looks for (`people/mentions.py`). */
const MENTION = /@([\p{L}\p{N}\p{M}_.+\-\u200c]{2,40})/uy;
const BEFORE_MENTION = /[\p{L}\p{N}_@./]$/u;
const NAMED =
  /\[([^[\]\n]{1,500})\]\(((?:https?:\/\/|mailto:)(?:[^\s()<>[\]]|\([^\s()<>[\]]*\)){1,2000})\)/iy;
const WORD = /[\p{L}\p{N}]/u;
/** They would turn round what stands beside them. */
const TURNING = /[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

interface Frame {
  mark: Mark | null;
  opener: string;
  inside: Inline[];
}

/**
 * Reads the marks within lines: bold, italic, struck, spoiler, code, links, mentions, `\` before a mark.
 * Takes time in proportion to the text: a mark that is open cannot be opened again, so nothing nests
 * deeper than four.
 */
export function inlineOf(text: string): Inline[] {
  return new Reader(text).read();
}

class Reader {
  private at = 0;
  private readonly stack: Frame[] = [{ mark: null, opener: "", inside: [] }];
  private readonly links: Map<number, { text: string; href: string }>;
  private readonly linkStarts: number[];
  private readonly fences: Map<number, number>;

  constructor(private readonly text: string) {
    this.links = linksOf(text);
    this.linkStarts = [...this.links.keys()].reverse();
    this.fences = fencesOf(text);
  }

  read(): Inline[] {
    while (this.at < this.text.length) this.step();
    while (this.stack.length > 1) this.giveUp();
    return this.top.inside;
  }

  private step(): void {
    const next = this.nextSpecial();
    this.plain(this.text.slice(this.at, next));
    this.at = next;
    if (next >= this.text.length) return;
    const taken =
      this.link() || this.escaped() || this.code() || this.named() || this.mention() || this.mark();
    if (taken) return;
    this.plain(this.text.charAt(this.at));
    this.at += 1;
  }

  private nextSpecial(): number {
    SPECIAL.lastIndex = this.at;
    const special = SPECIAL.exec(this.text)?.index ?? this.text.length;
    while ((this.linkStarts.at(-1) ?? Number.POSITIVE_INFINITY) < this.at) this.linkStarts.pop();
    return Math.min(special, this.linkStarts.at(-1) ?? this.text.length);
  }

  private link(): boolean {
    const found = this.links.get(this.at);
    if (!found) return false;
    this.add({ kind: "link", ...found, named: false });
    this.at += found.text.length;
    return true;
  }

  private escaped(): boolean {
    const found = this.match(ESCAPED);
    if (!found) return false;
    this.plain(found[0].slice(1));
    return true;
  }

  private code(): boolean {
    if (this.text[this.at] !== "`") return false;
    const length = runOf(this.text, this.at);
    const close = this.fences.get(this.at);
    const inside = close === undefined ? null : this.text.slice(this.at + length, close);
    if (inside?.trim())
      this.add({ kind: "code", text: /^ .* $/s.test(inside) ? inside.slice(1, -1) : inside });
    else this.plain(this.text.slice(this.at, (close ?? this.at) + length));
    this.at = (close ?? this.at) + length;
    return true;
  }

  private named(): boolean {
    if (this.text[this.at] !== "[") return false;
    const start = this.at;
    const [whole, words = "", href = ""] = this.match(NAMED) ?? [];
    if (whole === undefined) return false;
    const shown = words.replace(TURNING, "").trim();
    if (shown && URL.canParse(href)) this.add({ kind: "link", href, text: shown, named: shown !== href });
    else this.plain(this.text.slice(start, this.at));
    return true;
  }

  private mention(): boolean {
    if (this.text[this.at] !== "@" || BEFORE_MENTION.test(this.text.slice(Math.max(0, this.at - 2), this.at)))
      return false;
    const start = this.at;
    const name = this.match(MENTION)?.[1]?.replace(/[.\-+\u200c]+$/, "");
    if (!name) return false;
    this.at = start + 1 + name.length;
    this.add({ kind: "mention", name });
    return true;
  }

  private mark(): boolean {
    const length = runOf(this.text, this.at);
    const run = this.text.slice(this.at, this.at + length);
    const marks = marksOf(run);
    if (!marks) return this.literally(run);
    const before = this.text.slice(Math.max(0, this.at - 2), this.at);
    const after = this.text.slice(this.at + length, this.at + length + 2);
    const single = run === "*";
    const opens = /^\S/u.test(after) && !(single && endsInWord(before));
    const closes = /\S$/u.test(before) && !(single && WORD.test(firstOf(after)));
    if (closes && this.close(marks)) this.at += length;
    else if (opens && !marks.some((mark) => this.isOpen(mark))) this.open(marks, length);
    else return this.literally(run);
    return true;
  }

  private literally(run: string): true {
    this.plain(run);
    this.at += run.length;
    return true;
  }

  private open(marks: readonly Mark[], length: number): void {
    const opener = this.text.charAt(this.at).repeat(length / marks.length);
    for (const mark of marks) {
      // `***` is bold and italic: two asterisks and one.
      const own = marks.length === 2 ? (mark === "strong" ? "**" : "*") : opener;
      this.stack.push({ mark, opener: own, inside: [] });
    }
    this.at += length;
  }

  /** Closes all of these marks, or none. What was opened within and not closed is text. */
  private close(marks: readonly Mark[]): boolean {
    if (!marks.every((mark) => this.isOpen(mark))) return false;
    const wanted = new Set<Mark | null>(marks);
    while (wanted.size > 0) {
      if (!wanted.delete(this.top.mark)) {
        this.giveUp();
        continue;
      }
      const { mark, inside } = this.stack.pop() ?? this.top;
      if (mark) this.add({ kind: mark, inside });
    }
    return true;
  }

  private giveUp(): void {
    const { opener, inside } = this.stack.pop() ?? this.top;
    this.plain(opener);
    for (const each of inside) {
      if (each.kind === "text") this.plain(each.text);
      else this.add(each);
    }
  }

  private isOpen(mark: Mark): boolean {
    return this.stack.some((frame) => frame.mark === mark);
  }

  private get top(): Frame {
    const top = this.stack.at(-1);
    if (!top) throw new Error("the outermost frame is never closed");
    return top;
  }

  private add(node: Inline): void {
    this.top.inside.push(node);
  }

  private plain(text: string): void {
    if (!text) return;
    const last = this.top.inside.at(-1);
    if (last?.kind === "text") last.text += text;
    else this.add({ kind: "text", text });
  }

  /** What `pattern` (sticky) finds here; steps over it. */
  private match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text);
    if (found) this.at += found[0].length;
    return found;
  }
}

function marksOf(run: string): readonly Mark[] | null {
  if (run === "*") return ["em"];
  if (run === "**") return ["strong"];
  if (run === "***") return ["strong", "em"];
  if (run === "~~") return ["strike"];
  return run === "||" ? ["spoiler"] : null;
}

function runOf(text: string, at: number): number {
  let end = at + 1;
  while (text[end] === text[at]) end += 1;
  return end - at;
}

function endsInWord(before: string): boolean {
  return WORD.test([...before].at(-1) ?? "");
}

function firstOf(after: string): string {
  return [...after][0] ?? "";
}

/** Where links stand that were written without any mark. */
function linksOf(text: string): Map<number, { text: string; href: string }> {
  const found = new Map<number, { text: string; href: string }>();
  let at = 0;
  for (const piece of linkify(text)) {
    if (piece.href) found.set(at, { text: piece.text, href: piece.href });
    at += piece.text.length;
  }
  return found;
}

/** For each run of backticks the place of the next one of the same length. */
function fencesOf(text: string): Map<number, number> {
  const closes = new Map<number, number>();
  const open = new Map<number, number>();
  for (const run of text.matchAll(/`+/g)) {
    const before = open.get(run[0].length);
    if (before !== undefined) closes.set(before, run.index);
    open.set(run[0].length, run.index);
  }
  return closes;
}
