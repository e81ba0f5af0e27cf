import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { toast } from "../../enhance/toasts";
import { isRecord, request } from "../../lib/http";
import { formatDate, t } from "../../lib/i18n";
import { LightElement } from "../../lib/light";
import { gateway } from "../../realtime/client";
import type { BoardElement } from "./editor";
import { reasonOf } from "./reason";

interface Lost {
  readonly id: number;
  readonly at: string;
  readonly by: string;
  readonly element: BoardElement;
  /** The address of its picture. */
  readonly picture: string;
}

const SHOWN = 20;
const TIME: Intl.DateTimeFormatOptions = { dateStyle: "medium", timeStyle: "short" };

/** Edits of a page that lost to others made at the same time, and how one gets them back. */
export class BoardLostEdits extends LightElement {
  static override properties = {
    board: { type: Number },
    page: { type: Number },
    pen: { type: Boolean },
  };
  declare board: number;
  declare page: number;
  declare pen: boolean;
  /** Draws elements as a picture. */
  draw: (elements: readonly BoardElement[]) => Promise<Blob> = async () => new Blob();
  /** Puts elements on the page as new ones. */
  put: (elements: readonly BoardElement[]) => void = () => undefined;
  private lost: readonly Lost[] = [];

  protected override firstUpdated(): void {
    void this.load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const { picture } of this.lost) URL.revokeObjectURL(picture);
  }

  private async load(): Promise<void> {
    const told = await request("GET", `/boards/${this.board}/pages/${this.page}/lost/`).catch(() => null);
    const rows = isRecord(told) && Array.isArray(told.lost) ? told.lost.filter(isRecord) : [];
    const found: (Omit<Lost, "picture"> & { drawn: Blob })[] = [];
    for (const { id, at, by, element } of rows.slice(0, SHOWN)) {
      // The server checked it against the schema of elements.
      const shown = { ...(element as BoardElement), isDeleted: false };
      const drawn = await this.draw([shown]);
      found.push({ id: Number(id), at: String(at), by: String(by), element: shown, drawn });
    }
    // Closed meanwhile: nobody would give the addresses back.
    if (!this.isConnected) return;
    this.lost = found.map(({ drawn, ...edit }) => ({ ...edit, picture: URL.createObjectURL(drawn) }));
    this.requestUpdate();
  }

  private async done(edit: Lost): Promise<void> {
    this.lost = this.lost.filter(({ id }) => id !== edit.id);
    this.requestUpdate();
    URL.revokeObjectURL(edit.picture);
    const { board, page } = this;
    try {
      await gateway.request("board.forget_lost", { board, page, edit: edit.id });
    } catch (error) {
      toast(reasonOf(error), "error");
    }
  }

  private takeBack(edit: Lost): void {
    this.put([edit.element]);
    void this.done(edit);
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.lost.length === 0) return nothing;
    return html`<h3>${t("Replaced by newer edits")}</h3>
      <ul class="board-lost">${repeat(
        this.lost,
        ({ id }) => id,
        (edit) => this.line(edit),
      )}</ul>`;
  }

  private line(edit: Lost): TemplateResult {
    return html`<li>
      <img src=${edit.picture} alt="" />
      <span class="board-lost-words"><bdi>${edit.by}</bdi><small>${formatDate(new Date(edit.at), TIME)}</small></span>
      <span class="board-lost-doings">
        ${this.pen ? html`<button type="button" class="btn btn-sm" @click=${() => this.takeBack(edit)}>${t("Put it beside")}</button>` : nothing}
        <button type="button" class="btn btn-sm btn-plain" @click=${() => void this.done(edit)}>${t("Dismiss")}</button>
      </span></li>`;
  }
}
