import { html, nothing, type TemplateResult } from "lit";
import { t, tn } from "../../lib/i18n";
import type { BoardElement } from "./editor";
import { byId } from "./state";
import { Kept, pageKey, type UnsentStore } from "./unsent-store";

export interface LeftDoings {
  put(elements: readonly BoardElement[]): void;
  download(elements: readonly BoardElement[]): void;
}

/** What was drawn here and refused: kept in this browser until it is put back, taken out or given up. */
export class Left {
  private elements: readonly BoardElement[] = [];
  private key = "";
  private kept: Kept<BoardElement> | null = null;

  constructor(
    private readonly store: UnsentStore<BoardElement>,
    private readonly changed: () => void,
  ) {}

  /** Finds what was left at this board before, perhaps by a tab that is closed by now. */
  async open(owner: string, board: number): Promise<void> {
    const key = pageKey(`left ${owner}`, board, 0);
    if (key === this.key) return;
    this.key = key;
    this.kept = new Kept(this.store, key);
    this.take(await this.kept.load());
  }

  /** These were refused; of an element the last edit counts. */
  take(elements: readonly BoardElement[]): void {
    const living = elements.filter(({ isDeleted }) => !isDeleted);
    if (living.length === 0) return;
    this.keep([...byId([...this.elements, ...living]).values()]);
  }

  view(canDraw: boolean, { put, download }: LeftDoings): TemplateResult | typeof nothing {
    const { elements } = this;
    if (elements.length === 0) return nothing;
    const button = (words: string, act: () => void): TemplateResult =>
      html`<button type="button" class="btn btn-sm btn-plain" @click=${act}>${words}</button>`;
    const takeBack = (): void => {
      this.keep([]);
      put(elements);
    };
    return html`<div class="board-left" role="alert">
      <p>${tn("{n} thing you drew was not taken. It is kept in this browser.", "{n} things you drew were not taken. They are kept in this browser.", elements.length)}</p>
      ${canDraw ? button(t("Put it beside"), takeBack) : nothing}
      ${button(t("Download"), () => download(elements))}
      ${button(t("Dismiss"), () => this.keep([]))}
    </div>`;
  }

  private keep(elements: readonly BoardElement[]): void {
    this.elements = elements;
    void this.kept?.save(elements);
    this.changed();
  }
}
