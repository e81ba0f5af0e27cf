import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { BoardState } from "../../generated/wire";
import { t } from "../../lib/i18n";
import { icon } from "../../lib/icons";

/** What one can do with the pages of a board. */
export interface PageDoings {
  go(page: number): void;
  add(): void;
  /** Shows what can be done with the page that is open. */
  options(): void;
}

/** What a page is called. */
export function pageName(title: string, place: number): string {
  return title || t("Page {n}", { n: place });
}

/** Slides of one file have long names that differ in their number alone: that is never cut off. */
function nameView(name: string): TemplateResult {
  const [, words, number] = /^(.*\S)\s+(\p{Nd}+)$/u.exec(name) ?? [null, name, ""];
  return html`<bdi class="board-page-name"><span>${words}</span>${number ? html` <span>${number}</span>` : nothing}</bdi>`;
}

/** The pages in their order, under the board; with one page only who can make another sees them. */
export function pagesView(state: BoardState, doings: PageDoings): TemplateResult | typeof nothing {
  if (state.pages.length < 2 && !state.can_draw) return nothing;
  return html`<nav class="board-pages" aria-label=${t("Pages")}>
    <ol class="board-pages-list">
      ${repeat(
        state.pages,
        ({ id }) => id,
        ({ id, title }, index) => html`<li>
          <button type="button" class="board-page-tab" aria-current=${id === state.page ? "page" : "false"}
            title=${pageName(title, index + 1)} @click=${() => doings.go(id)}>${nameView(pageName(title, index + 1))}</button>
          ${
            state.host && id === state.page
              ? html`<button type="button" class="board-page-options" aria-haspopup="dialog"
                  aria-label=${t("Change this page")} title=${t("Change this page")}
                  @click=${() => doings.options()}>${icon("ellipsis-vertical", "icon-s")}</button>`
              : nothing
          }</li>`,
      )}
    </ol>
    ${
      state.can_draw
        ? html`<button type="button" class="board-page-add" aria-label=${t("Add page")} title=${t("Add page")}
            @click=${() => doings.add()}>${icon("plus", "icon-s")}</button>`
        : nothing
    }
  </nav>`;
}
