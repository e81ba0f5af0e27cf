import { html } from "lit";

/** Stands for a name in a translated sentence until `named` puts the name there. */
export const NAME = "\u0001";

/** The sentence with a name in it that keeps its own direction, wherever the language puts it. */
export function named(sentence: string, name: string): unknown[] {
  const [before = "", after = ""] = sentence.split(NAME);
  return [before, html`<bdi>${name}</bdi>`, after];
}
