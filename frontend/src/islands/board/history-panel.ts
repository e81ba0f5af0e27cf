import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { toast } from "../../enhance/toasts";
import { isRecord, request } from "../../lib/http";
import { formatDate, t } from "../../lib/i18n";
import { icon } from "../../lib/icons";
import { LightElement } from "../../lib/light";
import { gateway } from "../../realtime/client";
import type { BoardElement } from "./editor";
import { type History, historyOf, type Version } from "./history";
import { BoardLostEdits } from "./lost-edits";
import { reasonOf } from "./reason";

const PAUSE = 150;
const TIME: Intl.DateTimeFormatOptions = { dateStyle: "medium", timeStyle: "medium" };

/** How a page was: a slider through time with a picture, named versions, and the way back. */
export class BoardHistory extends LightElement {
  static override properties = {
    board: { type: Number },
    page: { type: Number },
    host: { type: Boolean },
    pen: { type: Boolean },
  };
  declare board: number;
  declare page: number;
  declare host: boolean;
  declare pen: boolean;
  /** Draws elements as a picture. */
  draw: (elements: readonly BoardElement[]) => Promise<Blob> = async () => new Blob();
  /** Puts elements on the page as new ones. */
  put: (elements: readonly BoardElement[]) => void = () => undefined;
  private history: History | null = null;
  private failed = false;
  private at = -1;
  private picture = "";
  private empty = false;
  private timer: ReturnType<typeof setTimeout> | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    if (this.timer) clearTimeout(this.timer);
    URL.revokeObjectURL(this.picture);
  }

  /** Another page has a history of its own: what is restored is never a moment of this one. */
  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!this.hasUpdated || !changed.has("page")) return;
    this.history = null;
    void this.load();
  }

  protected override firstUpdated(): void {
    this.querySelector<HTMLElement>(".board-icon")?.focus();
  }

  private close(): void {
    this.dispatchEvent(new CustomEvent("board-close"));
  }

  private keyed(event: KeyboardEvent): void {
    if (event.key !== "Escape" || event.isComposing) return;
    event.stopPropagation();
    this.close();
  }

  private async load(): Promise<void> {
    const { board, page } = this;
    this.failed = false;
    try {
      const told = await request("GET", `/boards/${board}/pages/${page}/history/`);
      if (page !== this.page) return;
      this.history = historyOf(told);
      this.at = this.history.moments.length - 1;
      await this.show();
    } catch {
      if (page === this.page) this.failed = true;
    }
    this.requestUpdate();
  }

  private get seq(): number {
    return this.history?.moments[this.at]?.seq ?? this.history?.begins ?? 0;
  }

  private slide(event: Event): void {
    if (!(event.target instanceof HTMLInputElement)) return;
    this.at = Number(event.target.value);
    this.requestUpdate();
    if (this.timer) clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.show(), PAUSE);
  }

  private async show(): Promise<void> {
    const { board, page, seq } = this;
    const stale = (): boolean => seq !== this.seq || page !== this.page || !this.isConnected;
    try {
      const told = await request("GET", `/boards/${board}/pages/${page}/history/${seq}/`);
      if (!isRecord(told) || !Array.isArray(told.elements)) return;
      // The server checked each of them against the schema of elements.
      const elements = told.elements as BoardElement[];
      const drawn = elements.length === 0 ? null : await this.draw(elements);
      // Slid on or closed while it was read and drawn.
      if (stale()) return;
      URL.revokeObjectURL(this.picture);
      this.empty = drawn === null;
      this.picture = drawn ? URL.createObjectURL(drawn) : "";
      this.requestUpdate();
    } catch {
      if (!stale()) toast(t("The history could not be loaded."), "error");
    }
  }

  private choose({ seq }: Version): void {
    const moments = this.history?.moments ?? [];
    this.at = moments.findLastIndex((moment) => moment.seq <= seq);
    this.requestUpdate();
    void this.show();
  }

  private async name(event: Event): Promise<void> {
    event.preventDefault();
    const field = this.querySelector<HTMLInputElement>("#board-version-name");
    if (!field?.value.trim()) return;
    const { board, page, seq } = this;
    await this.attempt(
      gateway.request("board.name_version", { board, page, name: field.value, seq }),
      t("The version is named."),
    );
    field.value = "";
  }

  private async restore(): Promise<void> {
    const { board, page, seq } = this;
    await this.attempt(
      gateway.request("board.restore", { board, page, seq }),
      t("The page is as it was then. That too can be taken back here."),
    );
  }

  private async attempt(doing: Promise<unknown>, said: string): Promise<void> {
    try {
      await doing;
      toast(said, "success");
      await this.load();
    } catch (error) {
      toast(reasonOf(error), "error");
    }
  }

  protected override render(): TemplateResult {
    return html`<aside class="board-history" aria-label=${t("History of this page")} @keydown=${(event: KeyboardEvent) => this.keyed(event)}>
      <header class="board-history-head"><h2>${t("History of this page")}</h2>
        <button type="button" class="board-icon" aria-label=${t("Close")}
          @click=${() => this.close()}>${icon("x")}</button></header>
      ${this.history ? this.content(this.history) : this.failed ? this.failure() : html`<div class="board-history-wait" aria-busy="true"></div>`}
    </aside>`;
  }

  protected override updated(): void {
    const lost = this.querySelector("samovar-board-lost");
    if (!(lost instanceof BoardLostEdits)) return;
    lost.draw = this.draw;
    lost.put = this.put;
  }

  private failure(): TemplateResult {
    return html`<p role="alert">${t("The history could not be loaded.")}</p>
      <button type="button" class="btn btn-plain" @click=${() => void this.load()}>${t("Try again")}</button>`;
  }

  private content(history: History): TemplateResult {
    const { moments, versions } = history;
    if (moments.length === 0)
      return html`<p class="board-history-none">${t("Nothing was drawn here yet.")}</p>`;
    const moment = moments[this.at];
    const time = moment ? formatDate(new Date(moment.at), TIME) : t("Empty");
    return html`<div class="board-history-picture">
        ${this.picture ? html`<img src=${this.picture} alt=${t("The page as it was")} />` : this.empty || this.at < 0 ? html`<p>${t("Empty")}</p>` : nothing}
      </div>
      <label class="board-history-time"><span>${time}</span>
        <input type="range" class="range" min="-1" max=${moments.length - 1} .value=${String(this.at)}
          aria-label=${t("Moment")} aria-valuetext=${time} @input=${(event: Event) => this.slide(event)} /></label>
      ${this.host ? html`<button type="button" class="btn btn-primary" ?disabled=${this.at === moments.length - 1} @click=${() => void this.restore()}>${t("Restore")}</button>` : nothing}
      ${this.pen ? this.form() : nothing}
      ${versions.length > 0 ? html`<h3>${t("Named versions")}</h3><ul class="board-versions">${versions.map((version) => this.line(version))}</ul>` : nothing}
      <samovar-board-lost board=${this.board} page=${this.page} ?pen=${this.pen}></samovar-board-lost>`;
  }

  private form(): TemplateResult {
    return html`<form class="board-version-form" @submit=${(event: Event) => void this.name(event)}>
      <input class="input input-sm" id="board-version-name" maxlength="100" dir="auto" autocomplete="off"
        placeholder=${t("Name this version")} aria-label=${t("Name this version")} />
      <button class="btn btn-sm">${t("Save")}</button></form>`;
  }

  private line(version: Version): TemplateResult {
    return html`<li><button type="button" class="board-version" @click=${() => this.choose(version)}>
      <bdi>${version.name}</bdi><small>${formatDate(new Date(version.at), TIME)}</small></button></li>`;
  }
}
