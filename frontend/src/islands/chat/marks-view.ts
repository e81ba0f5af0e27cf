import { html, nothing, type TemplateResult } from "lit";
import type { MessageView } from "../../generated/wire";
import { formatNumber, t, tn } from "../../lib/i18n";
import { icon } from "../../lib/icons";
import { NAME, named } from "../../lib/named";
import { clock, fullTime } from "../../lib/time";
import type { ChatParts } from "./desk";
import type { RowTools } from "./row-view";

/** Did the viewer put this message aside, or has just done so? */
export function isStarred(n: number, { talk }: ChatParts): boolean {
  return talk.acts.starred(n) ?? talk.manner.starred(n);
}

/** Whose words they are that were sent on. */
export function forwardedView({ forwarded }: MessageView): TemplateResult | symbol {
  if (!forwarded) return nothing;
  return html`<div class="chat-forwarded">
    ${icon("forward", "icon-s")}<span>${named(t("Forwarded from {name}", { name: NAME }), forwarded.name)}</span>
  </div>`;
}

/** Leads to the thread of an answer that stands in the log too. */
export function inThreadView({ thread }: MessageView, tools: RowTools): TemplateResult | symbol {
  if (thread === null || tools.inThread) return nothing;
  return html`<button type="button" class="chat-inthread" @click=${() => tools.parts.unfold(thread)}>
    ${icon("messages-square", "icon-s")}${t("From a thread")}
  </button>`;
}

/** What stands under a message: how many answers, the last one's time, and how many are unread. */
export function repliesView({ n, replies }: MessageView, tools: RowTools): TemplateResult | symbol {
  if (!replies || tools.inThread) return nothing;
  const at = new Date(replies.at);
  const unread = tools.parts.talk.threads.unreadOf(n);
  return html`<button type="button" class="chat-replies" @click=${() => tools.parts.unfold(n)}>
    ${icon("messages-square", "icon-s")}
    <strong>${tn("{n} answer", "{n} answers", replies.count)}</strong>
    ${
      unread > 0
        ? html`<span class="count count-brand" aria-hidden="true">${formatNumber(unread)}</span
            ><span class="sr-only">${tn("{n} unread", "{n} unread", unread)}</span>`
        : nothing
    }
    <time datetime=${replies.at} title=${fullTime(at)}>${clock(at)}</time>
  </button>`;
}

/** Small signs beside the time: pinned, put aside. */
export function signsView({ n, pinned }: MessageView, { parts }: RowTools): unknown {
  const starred = isStarred(n, parts);
  return html`${pinned ? sign("pin", t("Pinned")) : nothing}${starred ? sign("star", t("Starred")) : nothing}`;
}

function sign(symbol: "pin" | "star", name: string): TemplateResult {
  return html`<span class="chat-sign" title=${name}>${icon(symbol, "icon-s")}<span class="sr-only">${name}</span></span>`;
}
