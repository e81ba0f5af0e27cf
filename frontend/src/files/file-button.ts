import { html } from "lit";
import { t } from "../lib/i18n";
import { icon } from "../lib/icons";
import { LightElement } from "../lib/light";
import { take } from "./choose";
import { trayOf } from "./trays";

/** Chooses files for the message in the composer around it; also takes what is pasted or dropped on the chat. */
export class FileButton extends LightElement {
  /** The room's id. */
  room = 0;
  /** Where in it is written: the room itself, or one of its threads. */
  place: number | string = 0;
  private readonly stops: (() => void)[] = [];
  private depth = 0;

  override connectedCallback(): void {
    super.connectedCallback();
    const composer = this.closest("samovar-composer");
    const chat = this.closest<HTMLElement>(".thread") ?? this.closest<HTMLElement>("samovar-chat");
    if (composer instanceof HTMLElement) {
      this.hear(composer, "paste", (event) => this.paste(event as ClipboardEvent));
    }
    if (!chat) return;
    this.hear(chat, "dragenter", (event) => this.over(chat, event as DragEvent, 1));
    this.hear(chat, "dragleave", (event) => this.over(chat, event as DragEvent, -1));
    this.hear(chat, "dragover", (event) => hasFiles(event as DragEvent) && event.preventDefault());
    this.hear(chat, "drop", (event) => this.drop(chat, event as DragEvent));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.stops.splice(0)) stop();
  }

  protected override render(): unknown {
    return html`<input type="file" multiple hidden aria-hidden="true" tabindex="-1" @change=${this.chosen} />
      <button type="button" class="composer-tool" aria-label=${t("Attach files")} title=${t("Attach files")}
        @click=${() => this.field?.click()}>${icon("paperclip")}</button>`;
  }

  private get field(): HTMLInputElement | null {
    return this.querySelector("input");
  }

  private hear(target: HTMLElement, name: string, handle: (event: Event) => void): void {
    target.addEventListener(name, handle);
    this.stops.push(() => target.removeEventListener(name, handle));
  }

  private chosen(): void {
    const { field } = this;
    if (!field?.files) return;
    this.take([...field.files]);
    field.value = "";
  }

  private paste(event: ClipboardEvent): void {
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length === 0) return;
    event.preventDefault();
    this.take(files);
  }

  private over(chat: HTMLElement, event: DragEvent, step: number): void {
    if (!hasFiles(event) || this.isElsewhere(event)) return;
    event.preventDefault();
    this.depth = Math.max(0, this.depth + step);
    chat.classList.toggle("is-dropping", this.depth > 0);
  }

  private drop(chat: HTMLElement, event: DragEvent): void {
    if (!hasFiles(event) || this.isElsewhere(event)) return;
    event.preventDefault();
    this.depth = 0;
    chat.classList.remove("is-dropping");
    this.take([...(event.dataTransfer?.files ?? [])]);
  }

  /** A thread that is unfolded takes what is dropped on it. */
  private isElsewhere({ target }: DragEvent): boolean {
    const thread = target instanceof Element ? target.closest(".thread") : null;
    return thread !== null && !thread.contains(this);
  }

  private take(files: File[]): void {
    void take(trayOf(this.room, this.place || this.room), files);
    this.closest("samovar-composer")?.querySelector("textarea")?.focus();
  }
}

function hasFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes("Files") ?? false;
}

customElements.define("samovar-file-button", FileButton);
