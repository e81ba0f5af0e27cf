import { html } from "lit";

/** Stands for a name in a translated sentence until `named` puts the name there. */
export const NAME = "\u0001";
/** The same for a second one. */
export const OTHER = "\u0002";

/**
 * The sentence with a name or two in it that keep their own direction, wherever the language puts them. By elements and
 * not by marks in the text: behind such a mark Chromium tears Persian digits apart.
 */
export function named(sentence: string, name: string, other = ""): unknown[] {
  return between(sentence.split(NAME), name).flatMap((part) =>
    typeof part === "string" ? between(part.split(OTHER), other) : [part],
  );
}

function between(parts: readonly string[], name: string): unknown[] {
  return parts.flatMap((part, place) => (place === 0 ? [part] : [html`<bdi>${name}</bdi>`, part]));
}
