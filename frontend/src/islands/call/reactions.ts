import { html, type TemplateResult } from "lit";
import type { ShowReaction } from "../../generated/wire";
import { t } from "../../lib/i18n";
import { icon } from "../../lib/icons";
import { floor } from "../../media/floor";
import { told } from "./ring";

const EMOJI: readonly ShowReaction["emoji"][] = ["👍", "👏", "❤️", "😂", "😮", "🎉"];

/** The button that opens the reactions, and they. */
export function reactionsView(): TemplateResult {
  return html`<button
      type="button"
      class="call-button call-seldom"
      aria-label=${t("Reactions")}
      title=${t("Reactions")}
      popovertarget="call-reactions"
    >
      ${icon("smile-plus")}
    </button>
    <div id="call-reactions" class="call-reactions" popover role="group" aria-label=${t("Reactions")}>
      ${emojiView()}
    </div>`;
}

export function emojiView(): TemplateResult[] {
  return EMOJI.map(
    (emoji) =>
      html`<button type="button" class="call-emoji" @click=${() => told(floor.react(emoji))}>${emoji}</button>`,
  );
}
