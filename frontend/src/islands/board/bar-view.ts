import { html, nothing, type TemplateResult } from "lit";
import type { BoardState } from "../../generated/wire";
import { t, tn } from "../../lib/i18n";
import { icon } from "../../lib/icons";

/** What the bar over a board shows. `waiting`: changes the server does not have; `offline`: nor can have now. */
export interface BarView {
  readonly state: BoardState | null;
  readonly said: string;
  readonly waiting: number;
  readonly offline: boolean;
  readonly busy: string;
  readonly saving: boolean;
  readonly history: boolean;
  readonly following: boolean;
  /** On a page of its own: what it is called without a title, and the address of its room. */
  readonly name: string;
  readonly back: string;
}

export interface BarDoings {
  choose(policy: string): void;
  present(on: boolean): void;
  follow(): void;
  history(): void;
  save(): void;
}

/** The bar over a board: what one is to it, and what one may do beside drawing. */
export function barView(view: BarView, doings: BarDoings): TemplateResult {
  const { state } = view;
  return html`<div class="board-bar">
    ${backView(view)}
    ${state && !state.can_draw ? html`<span class="pill">${icon("eye", "icon-s")}${t("You are watching")}</span>` : nothing}
    ${nameView(view)}
    <span class="board-said" role="status">${view.busy || waitingText(view) || view.said}</span>
    ${state ? followView(state, view, doings) : nothing}
    ${state?.can_draw ? presentView(state, doings) : nothing}
    ${
      state?.history
        ? html`<button type="button" class="btn btn-sm btn-plain" data-history aria-label=${t("History")} aria-pressed=${view.history ? "true" : "false"}
            title=${t("History")} @click=${() => doings.history()}>${icon("history", "icon-s")}<span class="board-word">${t("History")}</span></button>`
        : nothing
    }
    ${state?.host ? hostView(state, view, doings) : nothing}
  </div>`;
}

function backView({ back }: BarView): TemplateResult | typeof nothing {
  if (!back) return nothing;
  return html`<a class="board-icon" href=${back} aria-label=${t("Back to the room")} title=${t("Back to the room")}>${icon("chevron-left")}</a>`;
}

function nameView({ state, name }: BarView): TemplateResult | typeof nothing {
  const shown = state?.title || name;
  return shown ? html`<strong class="board-name"><bdi>${shown}</bdi></strong>` : nothing;
}

function waitingText({ waiting, offline }: BarView): string {
  if (!offline || waiting === 0) return "";
  return tn("{n} change waits to be sent.", "{n} changes wait to be sent.", waiting);
}

function followView(
  { presenter, me }: BoardState,
  view: BarView,
  doings: BarDoings,
): TemplateResult | typeof nothing {
  if (presenter === null || presenter === me) return nothing;
  if (view.following)
    return html`<span class="pill">${icon("presentation", "icon-s")}${t("You follow the presenter")}</span>`;
  return html`<button type="button" class="btn btn-sm btn-primary" @click=${() => doings.follow()}>${t("Look along with the presenter")}</button>`;
}

function presentView({ presenter, me }: BoardState, doings: BarDoings): TemplateResult {
  const on = presenter === me;
  return html`<button type="button" class="btn btn-sm btn-plain" aria-label=${t("Present")} aria-pressed=${on ? "true" : "false"}
    title=${t("Everybody looks where you look")} @click=${() => doings.present(!on)}>
    ${icon("presentation", "icon-s")}<span class="board-word">${t("Present")}</span></button>`;
}

function hostView(state: BoardState, view: BarView, doings: BarDoings): TemplateResult {
  const chosen = state.policy === "everybody" && state.guests ? "guests" : state.policy;
  const options: readonly (readonly [string, string])[] = [
    ["host", t("Hosts")],
    ["chosen", t("Chosen people")],
    ["everybody", t("Everybody")],
    ["guests", t("Everybody and guests")],
  ];
  return html`<label class="board-policy"><span class="board-word">${t("Who may draw")}</span>
      <select class="select select-sm" aria-label=${t("Who may draw")} .value=${chosen}
        @change=${(event: Event) => event.target instanceof HTMLSelectElement && doings.choose(event.target.value)}>
        ${options.map(([value, text]) => html`<option value=${value} ?selected=${value === chosen}>${text}</option>`)}
      </select></label>
    <a class="btn btn-sm btn-plain" href="/boards/${state.board}/snapshots/" title=${t("Snapshots")}>${icon("image", "icon-s")}<span class="board-word">${t("Snapshots")}</span></a>
    <button type="button" class="btn btn-sm btn-primary" ?disabled=${view.saving} aria-label=${t("Save snapshot")}
      title=${t("Save snapshot")} @click=${() => doings.save()}>
      ${icon("save", "icon-s")}<span class="board-word">${t("Save snapshot")}</span>
    </button>`;
}
