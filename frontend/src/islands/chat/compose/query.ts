/** What is being completed: a name behind `@`, or an emoji behind `:`; `start` is the place of that sign. */
export interface Query {
  what: "name" | "emoji";
  start: number;
  text: string;
}

const NAME = /(?:^|[\s(«"'\u200f\u200e])@([\p{L}\p{N}\p{M}_.+\-\u200c]{0,40})$/u;
// Two letters at least: ":)" and "12:30" are no emoji.
const EMOJI = /(?:^|\s):([\p{L}_+-][\p{L}\p{N}_+-]{1,30})$/u;
const LOOKED_AT = 64;

/** What stands before the cursor and could be completed. */
export function queryAt(text: string, cursor: number): Query | null {
  const before = text.slice(Math.max(0, cursor - LOOKED_AT), cursor);
  const name = NAME.exec(before)?.[1];
  if (name !== undefined) return { what: "name", start: cursor - name.length - 1, text: name };
  const emoji = EMOJI.exec(before)?.[1];
  return emoji === undefined ? null : { what: "emoji", start: cursor - emoji.length - 1, text: emoji };
}

/** Where `:smile:` ends just before the cursor: its code, and where it begins. */
export function codeAt(text: string, cursor: number): { code: string; start: number } | null {
  const found = /(?:^|\s):([a-z0-9_+-]{2,30}):$/.exec(text.slice(Math.max(0, cursor - LOOKED_AT), cursor));
  return found?.[1] ? { code: found[1], start: cursor - found[1].length - 2 } : null;
}
