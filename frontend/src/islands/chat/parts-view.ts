import { html, nothing, type TemplateResult } from "lit";
import { t, tn } from "../../lib/i18n";
import { icon } from "../../lib/icons";

/** Says that nothing is kept here. */
export function unkept(): TemplateResult {
  return html`<p class="chat-unkept">
    ${icon("history", "icon-s")}<span>${t("Not kept: who leaves or comes later sees none of these messages.")}</span>
  </p>`;
}

/** The log could not be loaded; there is a way out. */
export function failed(again: () => void): TemplateResult {
  return html`<div class="empty" role="alert">
    <span class="empty-icon">${icon("cloud-off", "icon-l")}</span>
    <strong>${t("The messages could not be loaded.")}</strong>
    <button type="button" class="btn btn-plain" @click=${again}>${t("Try again")}</button>
  </div>`;
}

/** Leads to the end, where `count` messages came meanwhile. */
export function pill(count: number, jump: () => void): TemplateResult {
  const words = tn("{n} new message", "{n} new messages", count);
  return html`<button type="button" class="chat-pill" aria-label=${count ? words : t("Jump to the newest message")}
    @click=${jump}>${icon("arrow-down", "icon-s")}${count ? words : nothing}</button>`;
}

/** Nothing was written yet. */
export function empty(direct: boolean): TemplateResult {
  return html`<div class="empty">
    <span class="empty-icon">${icon("message-circle", "icon-l")}</span>
    <strong>${t("No messages yet")}</strong>
    <span>${direct ? t("Only the two of you see what you write here.") : t("Write the first one: everybody in the room sees it at once.")}</span>
  </div>`;
}

/** What stands there while the log is on its way. */
export function skeleton(): TemplateResult {
  return html`<div class="chat-skeleton" aria-hidden="true"><i></i><i></i><i></i><i></i></div>`;
}
