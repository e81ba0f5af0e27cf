import { expect, test } from "vitest";
import { type Style, styled } from "./format";

/** `|` stands for the ends of the selection. */
function apply(marked: string, style: Style): string {
  const start = marked.indexOf("|");
  const end = marked.lastIndexOf("|") - (marked.lastIndexOf("|") > start ? 1 : 0);
  const text = marked.replaceAll("|", "");
  const change = styled({ text, start, end }, style);
  const made = text.slice(0, change.start) + change.text + text.slice(change.end);
  const [from, to] = change.select;
  return `${made.slice(0, from)}|${made.slice(from, to)}|${made.slice(to)}`;
}

test.each<[string, Style, string]>([
  ["a |b| c", "bold", "a **|b|** c"],
  ["a **|b|** c", "bold", "a |b| c"],
  ["a |b| c", "italic", "a *|b|* c"],
  ["**|b|**", "italic", "***|b|***"],
  ["||", "strike", "~~||~~"],
  ["|x|", "code", "`|x|`"],
  ["|x\ny|", "code", "```\n|x\ny|\n```"],
  ["|tea|", "link", "[tea](|https://|)"],
  ["|https://tea.example/|", "link", "[||](https://tea.example/)"],
  ["a\n|b\nc|\nd", "quote", "a\n> b\n> c||\nd"],
  ["> |b|", "quote", "b||"],
  ["|b\nc|", "numbers", "1. b\n2. c||"],
])("%s made %s is %s", (before, style, after) => expect(apply(before, style)).toBe(after));
