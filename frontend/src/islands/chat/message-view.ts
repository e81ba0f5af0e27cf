import { html, nothing, type TemplateResult } from "lit";
import type { MessageView, QuoteView } from "../../generated/wire";
import { t } from "../../lib/i18n";
import { isFewEmoji } from "./few-emoji";
import { plainOf } from "./markup/plain";
import { markupView, type Named } from "./markup/view";
import { namedIn } from "./names";
import { pollView } from "./poll/poll-view";
import { ABOVE_TEXT, BELOW_TEXT } from "./row-parts";
import type { RowTools } from "./row-view";

/** What the parts of a message do when they are pressed. `me`: the viewer's participant. */
export interface PartTools {
  me: number;
  jump(n: number): void;
  toggle(message: MessageView, emoji: string): void;
  versions(message: MessageView): void;
}

/** What a message says, with what it answers above it. */
export function contentView(message: MessageView, tools: RowTools): TemplateResult {
  if (tools.manner.folds(message)) return foldedView(message, tools);
  if (message.deleted) return html`<div class="chat-body chat-gone">${t("This message was deleted.")}</div>`;
  return html`${message.reply ? quoteView(message.reply, tools) : nothing}
  ${ABOVE_TEXT.map((part) => part(message, tools))}${saidView(message, tools)}
  ${BELOW_TEXT.map((part) => part(message, tools))}`;
}

/** What a person wrote whom the viewer has blocked (B29). */
function foldedView({ n }: MessageView, { manner }: RowTools): TemplateResult {
  return html`<div class="chat-body chat-gone">
    ${t("Message from a blocked person.")}
    <button type="button" class="text-link" @click=${() => manner.show(n)}>${t("Show")}</button>
  </div>`;
}

function saidView(message: MessageView, tools: RowTools): TemplateResult | symbol {
  if (message.poll) return pollView(message, tools.can("delete", message));
  if (!message.body) return nothing;
  return bodyView(message.body, namedIn(message.mentions, tools.me));
}

/** Not a character more than was written and its marks say: white space counts in here. */
export function bodyView(body: string, named?: Named): TemplateResult {
  return html`<div class="chat-body ${isFewEmoji(body) ? "is-emoji" : ""}" dir="auto">${markupView(body, named)}</div>`;
}

function quoteView(quote: QuoteView, tools: PartTools): TemplateResult {
  return html`<button type="button" class="chat-quote" @click=${() => tools.jump(quote.n)}>
    <span class="sr-only">${t("In reply to")}</span>
    <bdi class="chat-quote-name">${quote.name}</bdi>
    <span class="chat-quote-body" dir="auto">${plainOf(quote.body) || t("This message was deleted.")}</span>
  </button>`;
}

/** Says that a message was edited, and shows how when it is pressed. */
export function editedView(message: MessageView, tools: PartTools): unknown {
  if (!message.edited || message.deleted) return nothing;
  return html`<button type="button" class="chat-edited" title=${t("Show what it said before")}
    @click=${() => tools.versions(message)}>${t("edited")}</button>`;
}
