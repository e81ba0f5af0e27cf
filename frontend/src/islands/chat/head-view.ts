import { html, nothing, type TemplateResult } from "lit";
import { formatNumber, t, tn } from "../../lib/i18n";
import { type IconName, icon } from "../../lib/icons";
import type { ChatParts } from "./desk";
import { plainOf } from "./markup/plain";
import { told } from "./message-actions";
import { askDay, showPins, showThreads } from "./windows";

/** The line above the log of a room that keeps its messages: what is pinned, threads, days, mute. */
export function headView(parts: ChatParts): TemplateResult {
  const { talk } = parts;
  const { muted } = talk.manner;
  const waiting = talk.threads.unread;
  const threads = waiting ? tn("Threads, {n} unread", "Threads, {n} unread", waiting) : t("Threads");
  return html`<div class="chat-top">
    ${pinView(parts)}
    <div class="chat-top-end" role="toolbar" aria-label=${t("Chat")}>
      ${tool("messages-square", threads, () => void showThreads(parts), waiting)}
      ${tool("calendar", t("Jump to a date"), () => void askDay(talk))}
      ${tool(
        muted ? "bell-off" : "bell",
        muted ? t("Unmute this room") : t("Mute this room"),
        () => void told(talk.manner.mute(!muted)),
      )}
    </div>
  </div>`;
}

function pinView({ talk }: ChatParts): unknown {
  const [pin, ...others] = talk.pins.messages;
  if (!pin) return html`<span class="chat-pin"></span>`;
  const more = others.length;
  return html`<div class="chat-pin">
    <button type="button" class="chat-pin-jump" aria-label=${t("Go to the pinned message")}
      @click=${() => (pin.thread !== null && !pin.in_log ? talk.unfoldThread(pin.thread) : void talk.jumpTo(pin.n))}>
      ${icon("pin", "icon-s")}<bdi class="chat-pin-name">${pin.name}</bdi><span class="chat-pin-body" dir="auto">${plainOf(pin.body)}</span>
    </button>
    ${
      more > 0
        ? html`<button type="button" class="chat-pin-all" @click=${() => void showPins(talk)}>
            ${tn("{n} pinned", "{n} pinned", more + 1)}
          </button>`
        : nothing
    }
  </div>`;
}

function tool(symbol: IconName, name: string, act: () => void, count = 0): TemplateResult {
  return html`<button type="button" class="chat-tool" aria-label=${name} title=${name} @click=${act}>
    ${icon(symbol, "icon-s")}${count > 0 ? html`<span class="count" aria-hidden="true">${formatNumber(count)}</span>` : nothing}
  </button>`;
}
