import "./files.css";
import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { RoomFileView } from "../generated/wire";
import { t } from "../lib/i18n";
import { type IconName, icon } from "../lib/icons";
import { LightElement } from "../lib/light";
import { dayName } from "../lib/time";
import { gateway } from "../realtime/client";
import { lengthText, sizeText } from "./sizes";
import { addressOf } from "./trays";

const SMALL = 480;
const SIGNS: Record<RoomFileView["file"]["kind"], IconName> = {
  picture: "image",
  video: "film",
  sound: "headphones",
  voice: "mic",
  file: "file-text",
};

/**
 * What was sent in a room, newest first: `<samovar-room-files .room .open>`. Asks when it is opened, and again
 * for what comes or goes meanwhile. Tells "file-message" (detail: the number of the message) to go there.
 */
export class RoomFiles extends LightElement {
  static override properties = { room: { attribute: false }, open: { attribute: false } };
  declare room: number;
  declare open: boolean;
  private files: RoomFileView[] = [];
  private next: number | null = null;
  private state: "loading" | "ready" | "failed" = "loading";
  private turn = 0;
  private stops: (() => void)[] = [];

  constructor() {
    super();
    this.room = 0;
    this.open = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const news = (): void => {
      if (this.open) void this.load();
    };
    const stream = `r:${this.room}`;
    this.stops = [
      gateway.onStream(stream, "chat.message_sent", ({ message }) => message.files.length > 0 && news()),
      gateway.onStream(stream, "chat.message_changed", ({ message }) => message.deleted && news()),
    ];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.stops) stop();
  }

  protected override updated(changed: Map<PropertyKey, unknown>): void {
    if (changed.has("open") && this.open) void this.load();
  }

  private async load(before: number | null = null): Promise<void> {
    this.turn += 1;
    const { turn } = this;
    try {
      const answer = await gateway.request("message.files", { room: this.room, before });
      if (turn !== this.turn) return;
      this.files = before === null ? answer.files : [...this.files, ...answer.files];
      this.next = answer.next;
      this.state = "ready";
    } catch {
      if (turn === this.turn && this.files.length === 0) this.state = "failed";
    }
    this.requestUpdate();
  }

  protected override render(): unknown {
    if (this.state === "failed") return this.failed();
    if (this.state === "loading")
      return html`<div class="chat-skeleton" aria-hidden="true"><i></i><i></i><i></i></div>`;
    if (this.files.length === 0) return empty();
    const { next } = this;
    return html`<ul class="room-files" aria-label=${t("Files")}>${repeat(
      this.files,
      ({ row }) => row,
      (one) => this.rowView(one),
    )}</ul>
    ${next === null ? nothing : html`<button type="button" class="btn btn-plain room-files-more" @click=${() => void this.load(next)}>${t("Show more files")}</button>`}`;
  }

  private failed(): TemplateResult {
    return html`<div class="empty" role="alert">
      <span class="empty-icon">${icon("cloud-off", "icon-l")}</span>
      <strong>${t("The files could not be loaded.")}</strong>
      <button type="button" class="btn btn-plain" @click=${() => void this.load()}>${t("Try again")}</button>
    </div>`;
  }

  private rowView({ n, name, at, file }: RoomFileView): TemplateResult {
    const address = addressOf(this.room, file.id);
    const called = file.kind === "voice" ? t("Voice message") : file.name;
    const size = file.kind === "voice" ? lengthText((file.duration ?? 0) / 1000) : sizeText(file.size);
    const download = t("Download {name}", { name: called });
    return html`<li class="tray-item">
      ${file.kind === "picture" ? html`<img class="tray-face" src="${address}${SMALL}.webp" alt="" loading="lazy" />` : html`<span class="tray-face">${icon(SIGNS[file.kind])}</span>`}
      <button type="button" class="tray-text room-files-row" aria-label=${t("Open the message with {name}", { name: called })}
        @click=${() => this.dispatchEvent(new CustomEvent("file-message", { detail: n, bubbles: true }))}>
        <bdi class="tray-name">${called}</bdi>
        <span class="tray-state"><bdi>${name}</bdi> · ${size} · ${dayName(new Date(at), new Date())}</span>
      </button>
      <a class="chat-tool" href="${address}?download" download aria-label=${download} title=${download}>${icon("download", "icon-s")}</a>
    </li>`;
  }
}

function empty(): TemplateResult {
  return html`<div class="empty">
    <span class="empty-icon">${icon("paperclip", "icon-l")}</span>
    <strong>${t("No files yet")}</strong>
    <span>${t("What is sent in the room stands here: pictures, documents, voice messages.")}</span>
  </div>`;
}

customElements.define("samovar-room-files", RoomFiles);
