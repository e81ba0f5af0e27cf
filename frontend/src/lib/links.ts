/** A piece of a text: plain, or with the address it leads to. */
export interface Piece {
  text: string;
  href?: string;
}

// Only these three: `javascript:` and the like stay text, and nothing is ever fetched for a preview.
const LINK = /(?:https?:\/\/|mailto:)[^\s<>"'`\u200e\u200f\u202a-\u202e\u2066-\u2069]+/giu;
const TRAILING = /[.,;:!?…،؛؟»”’*_~|]$/u;
const PAIRS: Record<string, string> = { ")": "(", "]": "[", "}": "{" };

/** Splits a text into plain pieces and links (http, https, mailto); joined again they give the text. */
export function linkify(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(LINK)) {
    const link = trimmed(match[0]);
    if (!isLink(link)) continue;
    if (match.index > from) pieces.push({ text: text.slice(from, match.index) });
    pieces.push({ text: link, href: link });
    from = match.index + link.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from) });
  return pieces;
}

/** Without the punctuation of the sentence around it; a bracket stays if it was opened in the link. */
function trimmed(link: string): string {
  let end = link.length;
  const open = new Map(Object.entries(PAIRS).map(([close, opener]) => [close, balance(link, opener, close)]));
  while (end > 0) {
    const last = link.charAt(end - 1);
    const unopened = (open.get(last) ?? 0) < 0;
    if (!TRAILING.test(last) && !unopened) break;
    if (unopened) open.set(last, (open.get(last) ?? 0) + 1);
    end -= 1;
  }
  return link.slice(0, end);
}

/** How many more of the one letter there are than of the other. */
function balance(text: string, one: string, other: string): number {
  let more = 0;
  for (const letter of text) more += letter === one ? 1 : letter === other ? -1 : 0;
  return more;
}

function isLink(link: string): boolean {
  if (!URL.canParse(link)) return false;
  const url = new URL(link);
  return url.protocol === "mailto:" ? url.pathname.includes("@") : url.hostname !== "";
}
