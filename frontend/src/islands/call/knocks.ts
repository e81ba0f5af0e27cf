import { html, LitElement, nothing, type TemplateResult } from "lit";
import type { KnockView } from "../../generated/wire";
import { t, tn } from "../../lib/i18n";
import { icon } from "../../lib/icons";
import { knocks } from "../../media/knocks";
import { told } from "./ring";
import { face } from "./tile";

const SHOWN = 3;

/** Who waits to be let in; hosts see it on every page. */
export class CallKnocks extends LitElement {
  private stop: (() => void) | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    this.stop = knocks.events.on("change", () => this.requestUpdate());
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop?.();
  }

  protected override createRenderRoot(): this {
    return this;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { waiting } = knocks;
    const [first] = waiting;
    if (!first) return nothing;
    const more = waiting.length - SHOWN;
    return html`<div class="knocks" data-theme="dark">
      ${waiting.slice(0, SHOWN).map((knock) => knockView(knock))}
      ${waiting.length > 1 ? admitAllView(first.room, more) : nothing}
    </div>`;
  }
}

function knockView(knock: KnockView): TemplateResult {
  return html`<div class="knock" role="alert">
    ${face(knock.name)}
    <span class="ring-text">
      <strong><bdi>${knock.name}</bdi></strong>
      <span>${t("wants to join")} <bdi>${knock.room_name}</bdi></span>
    </span>
    <button type="button" class="knock-no" @click=${() => told(knocks.deny(knock))}>${t("Deny")}</button>
    <button type="button" class="knock-yes" @click=${() => told(knocks.admit(knock))}>${t("Admit")}</button>
  </div>`;
}

function admitAllView(room: number, more: number): TemplateResult {
  return html`<div class="knock knock-all">
    <span class="ring-text">${more > 0 ? tn("{n} more person waits", "{n} more people wait", more) : nothing}</span>
    <button type="button" class="knock-yes" @click=${() => told(knocks.admitAll(room))}>
      ${icon("users", "icon-s")}<span>${t("Admit all")}</span>
    </button>
  </div>`;
}
