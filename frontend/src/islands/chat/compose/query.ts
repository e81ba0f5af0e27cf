import { endBefore, nameAt, type Query as Part } from "../../../completion/name";

/** What is being completed: a name behind `@`, or an emoji behind `:`. */
export interface Query extends Part {
  what: "name" | "emoji";
}

// Two letters at least: ":)" and "12:30" are no emoji.
const EMOJI = /(?:^|\s):([\p{L}_+-][\p{L}\p{N}_+-]{1,30})$/u;

/** What stands before the cursor and could be completed. */
export function queryAt(text: string, cursor: number): Query | null {
  const name = nameAt(text, cursor);
  if (name) return { what: "name", ...name };
  const emoji = EMOJI.exec(endBefore(text, cursor))?.[1];
  return emoji === undefined ? null : { what: "emoji", start: cursor - emoji.length - 1, text: emoji };
}

/** Where `:smile:` ends just before the cursor: its code, and where it begins. */
export function codeAt(text: string, cursor: number): { code: string; start: number } | null {
  const found = /(?:^|\s):([a-z0-9_+-]{2,30}):$/.exec(endBefore(text, cursor));
  return found?.[1] ? { code: found[1], start: cursor - found[1].length - 2 } : null;
}
