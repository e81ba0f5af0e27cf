import { html, type TemplateResult } from "lit";
import type { WhisperView } from "../../generated/wire";
import { t } from "../../lib/i18n";
import { icon } from "../../lib/icons";
import { NAME, named } from "../../lib/named";
import { clock, fullTime } from "../../lib/time";
import { bodyView } from "./message-view";
import { namedInWhisper } from "./names";

/** A message that only two people see: marked, in the log and among the personal ones. */
export function whisperView(whisper: WhisperView, mine: boolean, key: string): TemplateResult {
  const at = new Date(whisper.at);
  return html`<div class="chat-row chat-whisper is-first is-last ${mine ? "is-mine" : "is-theirs"}" data-key=${key}>
    <div class="chat-line">
      <div class="chat-bubble">
        <div class="chat-head">
          ${icon("lock", "icon-s")}
          <span class="chat-name">${betweenText(whisper, mine)}</span>
          <time class="chat-time" datetime=${whisper.at} title=${fullTime(at)}>${clock(at)}</time>
        </div>
        ${bodyView(whisper.body, namedInWhisper(whisper, mine))}
      </div>
    </div>
  </div>`;
}

/** "Bob to You"; a name keeps its own direction inside the sentence. */
function betweenText({ name, to_name: to }: WhisperView, mine: boolean): unknown[] {
  if (mine) return named(t("You to {name}", { name: NAME }), to);
  return named(t("{name} to You", { name: NAME }), name);
}
