import { html, type TemplateResult } from "lit";
import { t } from "../../lib/i18n";

/** What lies over the sheet before one sees a drawing there. `empty`: it is loaded, and nothing is on it. */
export interface SheetView {
  readonly loaded: boolean;
  readonly failed: boolean;
  readonly empty: boolean;
  readonly draws: boolean;
}

export function sheetView({ loaded, failed, empty, draws }: SheetView, again: () => void): TemplateResult {
  return html`${empty ? hint(draws) : ""}
    ${loaded || failed ? "" : html`<div class="board-wait" role="status">${t("The board is being loaded…")}</div>`}
    ${failed ? failure(again) : ""}`;
}

/** It takes no click: one draws right through it. */
function hint(draws: boolean): TemplateResult {
  return html`<div class="board-hint"><strong>${t("Nothing is drawn here yet")}</strong>
    <p>${
      draws
        ? t("Draw with the tools above. A PDF or another drawing can be dropped here, or chosen in the menu.")
        : t("Whatever is drawn appears here at once.")
    }</p></div>`;
}

function failure(again: () => void): TemplateResult {
  return html`<div class="board-wait" role="alert"><p>${t("The board could not be loaded.")}</p>
    <button type="button" class="btn btn-plain" @click=${again}>${t("Try again")}</button></div>`;
}
