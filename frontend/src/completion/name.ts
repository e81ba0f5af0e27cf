/** What is being completed; `start` is the place of the sign it begins with. */
export interface Query {
  start: number;
  text: string;
}

const NAME = /(?:^|[\s(«"'\u200f\u200e])@([\p{L}\p{N}\p{M}_.+\-\u200c]{0,40})$/u;
const LOOKED_AT = 64;

/** The end of what stands before the cursor; a long text is not read from its beginning. */
export function endBefore(text: string, cursor: number): string {
  return text.slice(Math.max(0, cursor - LOOKED_AT), cursor);
}

/** The name behind `@` that ends at the cursor. */
export function nameAt(text: string, cursor: number): Query | null {
  const name = NAME.exec(endBefore(text, cursor))?.[1];
  return name === undefined ? null : { start: cursor - name.length - 1, text: name };
}
