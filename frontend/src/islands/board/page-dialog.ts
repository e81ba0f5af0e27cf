import { html, nothing, type TemplateResult } from "lit";
import { toast } from "../../enhance/toasts";
import type { BoardState, Commands, Op } from "../../generated/wire";
import { t } from "../../lib/i18n";
import { icon } from "../../lib/icons";
import { LightElement } from "../../lib/light";
import { gateway } from "../../realtime/client";
import { reasonOf } from "./reason";

/** What a host can do with the board's title and the page that is open. `open(state)` shows it. */
export class BoardPageDialog extends LightElement {
  private state: BoardState | null = null;

  async open(state: BoardState): Promise<void> {
    this.state = state;
    this.requestUpdate();
    await this.updateComplete;
    this.dialog?.showModal();
  }

  private get dialog(): HTMLDialogElement | null {
    return this.querySelector("dialog");
  }

  private async order<Name extends Op>(op: Name, data: Commands[Name]["in"]): Promise<void> {
    try {
      await gateway.request(op, data);
    } catch (error) {
      toast(reasonOf(error), "error");
    }
  }

  private async save(event: Event, { board, page, pages, title }: BoardState): Promise<void> {
    event.preventDefault();
    const text = (id: string): string => this.querySelector<HTMLInputElement>(id)?.value.trim() ?? "";
    const place = Number(this.querySelector<HTMLSelectElement>("#board-page-place")?.value);
    const index = pages.findIndex(({ id }) => id === page);
    const called = text("#board-page-title");
    const board_title = text("#board-title");
    this.dialog?.close();
    if (board_title !== title) await this.order("board.rename", { board, title: board_title });
    if (called !== pages[index]?.title || place !== index + 1) {
      await this.order("board.change_page", { board, page, title: called, place });
    }
  }

  private async removePage({ board, page }: BoardState): Promise<void> {
    if (!confirm(t("Delete this page with all that is on it? This cannot be undone."))) return;
    this.dialog?.close();
    await this.order("board.remove_page", { board, page });
  }

  protected override render(): TemplateResult | typeof nothing {
    const { state } = this;
    if (!state) return nothing;
    const index = state.pages.findIndex(({ id }) => id === state.page);
    return html`<dialog class="card-dialog board-dialog" aria-labelledby="board-page-dialog">
      <div class="card-dialog-head"><h2 id="board-page-dialog">${t("Change this page")}</h2>
        <button type="button" class="board-icon" aria-label=${t("Close")} @click=${() => this.dialog?.close()}>${icon("x")}</button></div>
      <form @submit=${(event: Event) => void this.save(event, state)}>
        <div class="field"><label for="board-page-title">${t("Page title")}</label>
          <input class="input" id="board-page-title" maxlength="100" dir="auto" autocomplete="off" .value=${state.pages[index]?.title ?? ""} /></div>
        <div class="field"><label for="board-page-place">${t("Place")}</label>
          <select class="select" id="board-page-place">
            ${state.pages.map((_page, n) => html`<option value=${n + 1} ?selected=${n === index}>${t("Page {n}", { n: n + 1 })}</option>`)}
          </select></div>
        <div class="field"><label for="board-title">${t("Title of the whole board")}</label>
          <input class="input" id="board-title" maxlength="100" dir="auto" autocomplete="off" .value=${state.title} /></div>
        <div class="card-dialog-foot">
          ${state.pages.length > 1 ? html`<button type="button" class="btn btn-danger" @click=${() => void this.removePage(state)}>${t("Delete page")}</button>` : nothing}
          <button class="btn btn-primary">${t("Save")}</button>
        </div>
      </form>
    </dialog>`;
  }
}
