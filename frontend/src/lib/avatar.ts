const COLOURS = 8;
const MODULUS = 99_991;
const letters = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** The first letters of the first and the last word: what stands in a round face without a picture. */
export function initials(name: string): string {
  const words = name.split(/[\s._-]+/u).filter((word) => /\p{L}|\p{N}/u.test(word));
  const ends = words.length > 1 ? [words.at(0), words.at(-1)] : words;
  return ends.map((word) => firstLetter(word ?? "")).join("");
}

function firstLetter(word: string): string {
  for (const { segment } of letters.segment(word)) return segment.toLocaleUpperCase();
  return "";
}

/** The class of the gradient that belongs to a name; the server's `avatar` tag counts the same way. */
export function faceClass(name: string): string {
  let found = 0;
  for (const character of name) found = (found * 31 + (character.codePointAt(0) ?? 0)) % MODULUS;
  return `face-${found % COLOURS}`;
}
