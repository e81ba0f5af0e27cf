import { describe, expect, test } from "vitest";
import { blocksOf } from "./blocks";
import { inlineOf } from "./inline";
import type { Inline } from "./nodes";
import { plainOf } from "./plain";

/** Draws what was read in one line: <strong>…</strong> as strong(…). */
const drawn = (nodes: readonly Inline[]): string =>
  nodes
    .map((node) => {
      if (node.kind === "text") return node.text;
      if (node.kind === "mention") return `mention(${node.name})`;
      if (node.kind === "link") return `link(${node.text}→${node.href})`;
      return "inside" in node ? `${node.kind}(${drawn(node.inside)})` : `code(${node.text})`;
    })
    .join("");
const inline = (text: string): string => drawn(inlineOf(text));

test.each([
  ["**bold** and *italic*", "strong(bold) and em(italic)"],
  ["~~gone~~ ||hidden||", "strike(gone) spoiler(hidden)"],
  ["***both***", "strong(em(both))"],
  ["**bold *and italic***", "strong(bold em(and italic))"],
  ["**کتاب**‌ها", "strong(کتاب)‌ها"],
  ["`a **b** c`", "code(a **b** c)"],
  ["``a ` b``", "code(a ` b)"],
  ["\\*not italic\\*", "*not italic*"],
  ["||a **b** @bob||", "spoiler(a strong(b) mention(bob))"],
  ["@bob, @boris. x@y.z", "mention(bob), mention(boris). x@y.z"],
  ["[tea](https://tea.example/a_(b))", "link(tea→https://tea.example/a_(b))"],
  ["**https://tea.example/**", "strong(link(https://tea.example/→https://tea.example/))"],
  ["https://tea.example/*a*b*", "link(https://tea.example/*a*b→https://tea.example/*a*b)*"],
])("%s", (text, shown) => expect(inline(text)).toBe(shown));

test.each([
  "2 * 3 * 4",
  "2*3*4",
  "a ** b ** c",
  "****",
  "**",
  "**open",
  "~~~~",
  "||",
  "`",
  "``",
  "snake_case_name __init__",
  "C:\\temp",
  "[a](javascript:alert(1))",
  "[a](data:text/html,x)",
  "[a](//evil.example)",
  "@",
  "a || b",
])("%s stays as it is", (text) => expect(inline(text)).toBe(text));

test("a text without marks keeps each of its characters", () => {
  const text = "  می‌خواهم  \n\n<b>چای</b>\n";
  expect(blocksOf(text)).toEqual([{ kind: "text", inside: [{ kind: "text", text }] }]);
});

test("what turns writing round is not in the words of a link", () => {
  expect(inline("[\u202egnp.exe\u202c](https://a.example/)")).toBe("link(gnp.exe→https://a.example/)");
  expect(inlineOf("https://a.example/\u202egnp")[0]).toEqual({
    kind: "link",
    text: "https://a.example/",
    href: "https://a.example/",
    named: false,
  });
});

describe("blocks", () => {
  test("code keeps its lines and marks", () => {
    expect(blocksOf("see\n```Python\nif a:\n  **b**\n```\nok")).toMatchObject([
      { kind: "text" },
      { kind: "code", language: "python", text: "if a:\n  **b**" },
      { kind: "text" },
    ]);
  });

  test("code that is not closed goes on to the end", () => {
    expect(blocksOf("```\na\nb")).toEqual([{ kind: "code", language: "", text: "a\nb" }]);
  });

  test("quotes hold other blocks", () => {
    expect(blocksOf("> - a\n> - b\n\nyes")).toMatchObject([
      { kind: "quote", blocks: [{ kind: "list", items: [[{ kind: "text" }], [{ kind: "text" }]] }] },
      { kind: "text", inside: [{ text: "yes" }] },
    ]);
    expect(blocksOf(">:(")).toMatchObject([{ kind: "text" }]);
  });

  test("lists begin with their number, in Persian digits too", () => {
    expect(blocksOf("۳. چای\n۴. قند")).toMatchObject([{ kind: "list", ordered: true, start: 3 }]);
    expect(blocksOf("- a\n  - b\n- c")).toMatchObject([
      { kind: "list", ordered: false, items: [[{ kind: "text" }, { kind: "list" }], [{ kind: "text" }]] },
    ]);
    expect(blocksOf("-5 degrees")).toMatchObject([{ kind: "text" }]);
  });
});

test("the plain text says what is said, and keeps what is hidden", () => {
  expect(plainOf("**Hi** @bob\n> [tea](https://a.example/)\n||secret|| `x`")).toBe("Hi @bob tea ▒▒▒ x");
});

const HOSTILE: Record<string, string> = {
  "quotes in quotes": ">".repeat(10_000),
  "lists in lists": Array.from({ length: 2_000 }, (_, n) => `${"  ".repeat(n)}- x`).join("\n"),
  "marks in marks": "**a ~~b ||c *d ".repeat(10_000),
  "marks that never end": "*a ".repeat(50_000),
  "marks that only end": "a** ".repeat(50_000),
  asterisks: "*".repeat(100_000),
  "asterisks apart": "* ".repeat(100_000),
  brackets: "[".repeat(100_000),
  "links in links": "[a](http://".repeat(20_000),
  "a link of parentheses": `http://a/${")".repeat(100_000)}`,
  "a link of stops": `http://a/${".".repeat(100_000)}`,
  backticks: Array.from({ length: 400 }, (_, n) => "`".repeat(n)).join(" "),
  "open fences": "```\n".repeat(50_000),
  mentions: "@bob ".repeat(50_000),
  ats: "@".repeat(100_000),
  "a long name": `@${"a".repeat(100_000)}`,
  pipes: "|".repeat(100_000),
  "spoilers apart": "||a||".repeat(20_000),
  backslashes: "\\".repeat(100_000),
  overrides: "\u202e".repeat(100_000),
};

test.each(Object.entries(HOSTILE))("%s are read in one go, and not deep", (_name, text) => {
  expect(depthOf(blocksOf(text))).toBeLessThan(16);
});

function depthOf(node: unknown): number {
  if (Array.isArray(node)) return node.reduce((most: number, each) => Math.max(most, depthOf(each)), 0);
  if (typeof node !== "object" || node === null) return 0;
  return 1 + Object.values(node).reduce((most: number, each) => Math.max(most, depthOf(each)), 0);
}
