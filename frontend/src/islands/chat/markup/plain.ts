import { blocksOf } from "./blocks";
import type { Block, Inline } from "./nodes";

/** A message on one line without its marks, for quotes and lists. What a spoiler hides stays hidden. */
export function plainOf(body: string): string {
  return blocksOf(body).map(blockText).join(" ").replace(/\s+/g, " ").trim();
}

function blockText(block: Block): string {
  if (block.kind === "text") return inlineText(block.inside);
  if (block.kind === "code") return block.text;
  if (block.kind === "quote") return block.blocks.map(blockText).join(" ");
  return block.items.flatMap((item) => item.map(blockText)).join(" ");
}

function inlineText(nodes: readonly Inline[]): string {
  return nodes
    .map((node) => {
      if (node.kind === "mention") return `@${node.name}`;
      if (node.kind === "spoiler") return "▒▒▒";
      return "inside" in node ? inlineText(node.inside) : node.text;
    })
    .join("");
}
