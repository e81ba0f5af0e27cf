import "./files.css";
import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { formatNumber, t, tn } from "../lib/i18n";
import { type IconName, icon } from "../lib/icons";
import { LightElement } from "../lib/light";
import type { Bringing } from "./bringing";
import { lengthText, sizeText } from "./sizes";
import type { Item, Parcel, Tray } from "./tray";
import { trayOf } from "./trays";

/** The files of the message that is being written, and messages that wait for theirs. */
export class FileTray extends LightElement {
  /** The room's id. */
  room = 0;
  /** Where in it is written: the room itself, or one of its threads. */
  place: number | string = 0;
  private stop: (() => void) | null = null;
  private described: Item | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    this.stop = this.tray.on("changed", () => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop?.();
  }

  private get tray(): Tray {
    return trayOf(this.room, this.place || this.room);
  }

  protected override render(): unknown {
    const { items, parcels } = this.tray;
    return html`${parcels.map((parcel) => this.parcelView(parcel))}
      ${
        items.length === 0
          ? nothing
          : html`<ul class="tray" aria-label=${t("Files to send")}>${repeat(
              items,
              (item) => item,
              (item) => this.itemView(item),
            )}</ul>`
      }`;
  }

  private parcelView(parcel: Parcel): TemplateResult {
    const { items } = parcel;
    const all = items.reduce((sum, { bringing }) => sum + bringing.file.size, 0);
    const sent = items.reduce((sum, { bringing }) => sum + bringing.sent, 0);
    const failed = items.filter(({ bringing }) => bringing.state === "failed");
    const cut = items.some(({ bringing }) => bringing.state === "cut");
    const words = tn("Sending {n} file…", "Sending {n} files…", items.length);
    return html`<div class="parcel">
      <div class="parcel-line" role="group" aria-label=${words}>
        <span class="parcel-text">${cut ? t("No connection: it goes on by itself.") : words}</span>
        ${bar(all ? sent / all : 1, words)}
        <button type="button" class="text-link" @click=${() => this.tray.unpack(parcel)}>${t("Cancel")}</button>
      </div>
      ${failed.length === 0 ? nothing : html`<ul class="tray">${failed.map((item) => this.itemView(item))}</ul>`}
    </div>`;
  }

  private itemView(item: Item): TemplateResult {
    const { bringing, preview } = item;
    const { name } = bringing.announced;
    return html`<li class="tray-item" data-state=${bringing.state}>
      ${preview ? html`<img class="tray-face" src=${preview} alt="" />` : html`<span class="tray-face">${icon(symbolOf(bringing.announced.type))}</span>`}
      <span class="tray-text">
        <bdi class="tray-name" title=${name}>${bringing.announced.voice ? t("Voice message") : name}</bdi>
        ${stateView(bringing)}
        ${this.described === item ? this.altView(item) : nothing}
      </span>
      ${preview && bringing.state !== "failed" && this.described !== item ? this.altButton(item) : nothing}
      ${
        bringing.state === "failed"
          ? html`<button type="button" class="text-link" @click=${() => this.tray.again(item)}>${t("Try again")}</button>`
          : nothing
      }
      <button type="button" class="chat-tool" aria-label=${t("Remove {name}", { name })} title=${t("Remove {name}", { name })}
        @click=${() => this.tray.remove(item)}>${icon("x", "icon-s")}</button>
    </li>`;
  }

  private altButton(item: Item): TemplateResult {
    const { name } = item.bringing.announced;
    return html`<button type="button" class="tray-alt-button ${item.alt ? "is-set" : ""}"
      aria-label=${t("Describe {name}", { name })} title=${t("Describe {name}", { name })}
      @click=${() => this.describe(item)}>${t("Alt")}</button>`;
  }

  private altView(item: Item): TemplateResult {
    const done = (event: Event): void => {
      if (event.target instanceof HTMLInputElement) item.alt = event.target.value;
      this.described = null;
      this.requestUpdate();
    };
    const pressed = (event: KeyboardEvent): void => {
      if (event.key !== "Enter" && event.key !== "Escape") return;
      // Enter would send the message of the form around it.
      event.preventDefault();
      event.stopPropagation();
      done(event);
    };
    return html`<input class="tray-alt" maxlength="500" dir="auto" .value=${item.alt}
      aria-label=${t("Description for who cannot see the picture")}
      placeholder=${t("Description for who cannot see the picture")} @blur=${done} @keydown=${pressed} />`;
  }

  private async describe(item: Item): Promise<void> {
    this.described = item;
    this.requestUpdate();
    await this.updateComplete;
    this.querySelector<HTMLInputElement>(".tray-alt")?.focus();
  }
}

function stateView({ state, share, announced, reason }: Bringing): TemplateResult {
  if (state === "failed")
    return html`<span class="tray-state is-failed" role="alert">${reason || t("Not sent.")}</span>`;
  const size = announced.voice ? lengthText((announced.duration ?? 0) / 1000) : sizeText(announced.size);
  if (state === "ready") return html`<span class="tray-state">${size}</span>`;
  if (state === "cut")
    return html`<span class="tray-state">${t("No connection: it goes on by itself.")}</span>`;
  const percent = formatNumber(share, { style: "percent" });
  return html`<span class="tray-state tabular">${percent} · ${size}</span>${bar(share, announced.name)}`;
}

function bar(share: number, name: string): TemplateResult {
  return html`<progress class="tray-bar" max="1" value=${share} aria-label=${name}></progress>`;
}

function symbolOf(type: string): IconName {
  if (type.startsWith("video/")) return "film";
  if (type.startsWith("audio/")) return "headphones";
  return type.startsWith("image/") ? "image" : "file-text";
}

customElements.define("samovar-file-tray", FileTray);
