import { html, nothing, type TemplateResult } from "lit";
import type { MessageView } from "../../generated/wire";
import { t } from "../../lib/i18n";
import { type IconName, icon } from "../../lib/icons";
import type { ChatParts, Deed } from "./desk";
import { openEmoji } from "./emoji/open";
import { MENU, type MenuItem } from "./menu-items";

const QUICK = ["👍", "❤️", "😂", "😮", "😢", "🙏", "🎉"];

/** Which part of the tools of a message is unfolded. */
export type Unfolded = "react" | "more" | "delete" | null;

/** What can be done with a message. Some of it is not there for everybody: `can` says. */
export interface MessageTools {
  unfolded: Unfolded;
  /** Does the message stand in the panel of a thread? */
  inThread: boolean;
  parts: ChatParts;
  can(deed: Deed, message: MessageView): boolean;
  unfold(part: Unfolded): void;
}

/** The buttons beside the message that is pointed at. */
export function toolsView(message: MessageView, tools: MessageTools): TemplateResult {
  const answer = tools.can("answer", message);
  return html`<div class="chat-tools-rail"><div class="chat-tools" role="toolbar" aria-label=${t("Message actions")}>
    ${answer ? tool("smile-plus", t("React"), () => tools.unfold(flip(tools, "react")), tools.unfolded === "react") : nothing}
    ${answer ? tool("reply", t("Reply to message"), () => reply(message, tools)) : nothing}
    ${tool("ellipsis", t("Message options"), () => tools.unfold(flip(tools, "more")), tools.unfolded === "more")}
    ${unfolded(message, tools)}
  </div></div>`;
}

function reply(message: MessageView, { unfold, parts }: MessageTools): void {
  unfold(null);
  parts.writing.aim({ what: "reply", ...message });
}

function flip(tools: MessageTools, part: Unfolded): Unfolded {
  return tools.unfolded === part ? null : part;
}

function tool(symbol: IconName, name: string, act: () => void, expanded?: boolean): TemplateResult {
  return html`<button type="button" class="chat-tool" aria-label=${name} title=${name}
    aria-expanded=${expanded === undefined ? nothing : String(expanded)} @click=${act}>${icon(symbol, "icon-s")}</button>`;
}

function unfolded(message: MessageView, tools: MessageTools): unknown {
  if (tools.unfolded === "react") return emojisView(message, tools);
  if (tools.unfolded === "more") return menuView(message, tools);
  if (tools.unfolded === "delete") return deleteView(message, tools);
  return nothing;
}

function emojisView(message: MessageView, tools: MessageTools): TemplateResult {
  return html`<div class="chat-unfolded chat-emojis">
    ${QUICK.map(
      (
        emoji,
      ) => html`<button type="button" class="chat-emoji" aria-label=${t("React with {emoji}", { emoji })}
        @click=${() => react(message, emoji, tools)}>${emoji}</button>`,
    )}
    <button type="button" class="chat-emoji" aria-label=${t("More emoji")} title=${t("More emoji")}
      @click=${(event: Event) => void reactOther(event, message, tools)}>${icon("plus", "icon-s")}</button>
  </div>`;
}

function react(message: MessageView, emoji: string, { unfold, parts }: MessageTools): void {
  unfold(null);
  parts.talk.actions.react(message, emoji, parts.talk.me);
}

async function reactOther(
  { currentTarget }: Event,
  message: MessageView,
  tools: MessageTools,
): Promise<void> {
  const emoji = await openEmoji(currentTarget instanceof HTMLElement ? currentTarget : null);
  if (emoji) react(message, emoji, tools);
}

function menuView(message: MessageView, tools: MessageTools): TemplateResult {
  return html`<div class="chat-unfolded chat-menu" role="menu" aria-label=${t("Message options")}>
    ${MENU.filter((item) => item.shown(message, tools)).map((item) => itemView(item, message, tools))}
  </div>`;
}

function itemView(item: MenuItem, message: MessageView, tools: MessageTools): TemplateResult {
  const { unfold, parts } = tools;
  const act = (): void => {
    if (!item.stays) unfold(null);
    item.act(message, parts);
  };
  return html`<button type="button" role="menuitem" class="chat-item" @click=${act}>
    ${icon(item.icon, "icon-s")}<span>${item.label(message, tools)}</span>
  </button>`;
}

function deleteView(message: MessageView, tools: MessageTools): TemplateResult {
  return html`<div class="chat-unfolded chat-ask" role="alertdialog" aria-label=${t("Delete this message?")}>
    <p>${t("Delete this message?")}</p>
    <button type="button" class="btn btn-plain btn-sm" @click=${() => tools.unfold(null)}>${t("Cancel")}</button>
    <button type="button" class="btn btn-error btn-sm" @click=${() => remove(message, tools)}>${t("Delete")}</button>
  </div>`;
}

function remove(message: MessageView, { unfold, parts }: MessageTools): void {
  unfold(null);
  parts.talk.actions.remove(message);
}
