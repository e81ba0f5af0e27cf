import { html, nothing, type TemplateResult } from "lit";
import type { MessageView } from "../../generated/wire";
import { t } from "../../lib/i18n";
import { icon } from "../../lib/icons";
import type { OpenAct } from "./acts";
import type { RowTools } from "./row-view";

/** What was done to a message and waits, or was refused. */
export function actsView({ n }: MessageView, tools: RowTools): unknown {
  const acts = tools.parts.talk.acts.of(n);
  const refused = acts.filter(({ state }) => state !== "waiting");
  const waits = acts.some(({ state }) => state === "waiting");
  return html`${waits ? waitsView() : nothing}${refused.map((act) => refusedView(act, tools))}`;
}

function waitsView(): TemplateResult {
  return html`<span class="chat-waits">${icon("clock", "icon-s")}${t("Not sent yet")}</span>`;
}

function refusedView({ cid, act, reason }: OpenAct, tools: RowTools): TemplateResult {
  return html`<div class="chat-stuck" data-act=${act.what}>
    <span>${reason || t("Not sent.")}</span>
    <button type="button" class="text-link" @click=${() => tools.sendAgain(cid)}>${t("Send again")}</button>
    <button type="button" class="text-link" @click=${() => tools.discard(cid)}>${t("Discard")}</button>
  </div>`;
}
