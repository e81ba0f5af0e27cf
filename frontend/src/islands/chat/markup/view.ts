import "./code-block";
import "./markup.css";
import { html, type TemplateResult } from "lit";
import { t } from "../../../lib/i18n";
import { blocksOf } from "./blocks";
import type { Block, Inline } from "./nodes";

/** Whom the names in a message mean. */
export interface Named {
  /** Is this name (without `@`) one that the server knew, and the viewer's own? */
  of(name: string): "me" | "other" | null;
}

const NOBODY: Named = { of: () => null };

/** A message as it is shown. Text alone reaches the page, never markup. */
export function markupView(body: string, named: Named = NOBODY): unknown[] {
  return blocksOf(body).map((block) => blockView(block, named));
}

function blockView(block: Block, named: Named): unknown {
  if (block.kind === "text") return inlineView(block.inside, named);
  if (block.kind === "code")
    return html`<samovar-code-block .text=${block.text} .language=${block.language}></samovar-code-block>`;
  if (block.kind === "quote")
    return html`<blockquote class="md-quote" dir="auto">${block.blocks.map((each) => blockView(each, named))}</blockquote>`;
  const items = block.items.map(
    (item) => html`<li dir="auto">${item.map((each) => blockView(each, named))}</li>`,
  );
  return block.ordered
    ? html`<ol class="md-list" start=${block.start}>${items}</ol>`
    : html`<ul class="md-list">${items}</ul>`;
}

function inlineView(nodes: readonly Inline[], named: Named): unknown[] {
  return nodes.map((node) => nodeView(node, named));
}

function nodeView(node: Inline, named: Named): unknown {
  switch (node.kind) {
    case "text":
      return node.text;
    case "code":
      return html`<code class="md-code" dir="ltr">${node.text}</code>`;
    case "link":
      return linkView(node);
    case "mention":
      return mentionView(node.name, named);
    case "strong":
      return html`<strong>${inlineView(node.inside, named)}</strong>`;
    case "em":
      return html`<em>${inlineView(node.inside, named)}</em>`;
    case "strike":
      return html`<s>${inlineView(node.inside, named)}</s>`;
    case "spoiler":
      return spoilerView(inlineView(node.inside, named));
  }
}

/** Words that are not the address itself are followed by the host they lead to. */
function linkView({ href, text, named }: Extract<Inline, { kind: "link" }>): TemplateResult {
  const link = html`<a href=${href} title=${href} target="_blank" rel="noopener noreferrer nofollow"
    dir=${named ? "auto" : "ltr"}>${text}</a>`;
  return named ? html`${link}<span class="md-host" dir="ltr"> (${hostOf(href)})</span>` : link;
}

/** As it is resolved: a name in letters that look like others is shown as `xn--…`. */
function hostOf(href: string): string {
  const url = new URL(href);
  return url.protocol === "mailto:" ? url.pathname : url.host;
}

function mentionView(name: string, named: Named): unknown {
  const whom = named.of(name);
  if (!whom) return `@${name}`;
  return html`<bdi class="md-mention ${whom === "me" ? "is-me" : ""}">@${name}</bdi>`;
}

function spoilerView(inside: unknown): TemplateResult {
  return html`<span class="md-spoiler" role="button" tabindex="0" aria-expanded="false" aria-label=${t("Hidden text: show it")}
    @click=${turn} @keydown=${turnByKey}><span aria-hidden="true" inert>${inside}</span></span>`;
}

function turnByKey(event: KeyboardEvent): void {
  if (event.target !== event.currentTarget || (event.key !== "Enter" && event.key !== " ")) return;
  event.preventDefault();
  turn(event);
}

/** Shows it for good: what was seen is no secret any more. */
function turn(event: Event): void {
  const spoiler = event.currentTarget;
  if (!(spoiler instanceof HTMLElement) || spoiler.classList.contains("is-open")) return;
  spoiler.classList.add("is-open");
  for (const name of ["role", "tabindex", "aria-expanded", "aria-label"]) spoiler.removeAttribute(name);
  for (const name of ["aria-hidden", "inert"]) spoiler.firstElementChild?.removeAttribute(name);
}
