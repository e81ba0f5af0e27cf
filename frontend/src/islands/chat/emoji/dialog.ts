import "./emoji.css";
import { html, nothing, type TemplateResult } from "lit";
import { t } from "../../../lib/i18n";
import { icon } from "../../../lib/icons";
import { LightElement } from "../../../lib/light";
import { chooseTone, chose, recent, type Sign, search, signs, tone, toned } from "./signs";

const FOUND = 120;
const WIDTH = 352;
const HEIGHT = 420;
const GAP = 8;
const TONES = ["✋", "✋🏻", "✋🏼", "✋🏽", "✋🏾", "✋🏿"];

/** The groups, by their numbers in the list, each with an emoji that stands for it. */
function groups(): readonly (readonly [number, string, string])[] {
  return [
    [0, "😀", t("Smileys")],
    [1, "👋", t("People")],
    [3, "🐻", t("Animals and nature")],
    [4, "🍵", t("Food and drink")],
    [5, "🚗", t("Travel and places")],
    [6, "⚽", t("Activities")],
    [7, "💡", t("Objects")],
    [8, "❤️", t("Symbols")],
    [9, "🏳️", t("Flags")],
  ];
}

/** All emoji, to be searched in the viewer's language. */
export class EmojiDialog extends LightElement {
  private all: readonly Sign[] | null = null;
  private failed = false;
  private text = "";
  private tone = tone();
  private anchor: HTMLElement | null = null;
  private answer: (emoji: string | null) => void = () => undefined;

  /** Opens one and waits for what is chosen. */
  static async ask(anchor: HTMLElement | null): Promise<string | null> {
    const dialog = new EmojiDialog();
    dialog.anchor = anchor;
    document.body.append(dialog);
    return await new Promise((resolve) => {
      dialog.answer = resolve;
    });
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  protected override firstUpdated(): void {
    const { dialog } = this;
    if (!dialog) return;
    dialog.showModal();
    this.place(dialog);
    // On a phone the keyboard would cover half of them.
    if (matchMedia("(pointer: fine)").matches) this.querySelector("input")?.focus();
  }

  protected override render(): unknown {
    return html`<dialog class="emoji-dialog" aria-label=${t("Choose an emoji")} @close=${() => this.done(null)}
      @click=${(event: Event) => event.target === this.dialog && this.dialog?.close()} @keydown=${this.pressed}>
      <div class="emoji-head">
        <input type="search" class="emoji-search" placeholder=${t("Search emoji")} aria-label=${t("Search emoji")}
          dir="auto" autocomplete="off" .value=${this.text} @input=${this.typed} />
        <button type="button" class="emoji-tone" aria-label=${t("Skin tone")} title=${t("Skin tone")}
          @click=${this.nextTone}>${TONES[this.tone]}</button>
      </div>
      <div class="emoji-all" tabindex="-1">${this.content()}</div>
      ${this.text ? nothing : this.jumps()}
    </dialog>`;
  }

  private content(): unknown {
    if (this.failed)
      return html`<div class="emoji-empty" role="alert">
        <p>${t("The emoji could not be loaded.")}</p>
        <button type="button" class="btn btn-plain btn-sm" @click=${() => void this.load()}>${t("Try again")}</button>
      </div>`;
    const { all } = this;
    if (!all) return html`<p class="emoji-empty" role="status">${t("Loading…")}</p>`;
    if (this.text) {
      const found = search(all, this.text, FOUND);
      return found.length > 0
        ? this.grid(found)
        : html`<p class="emoji-empty" role="status">${t("No emoji of this name.")}</p>`;
    }
    const known = new Map(all.flatMap((sign) => [sign.emoji, ...sign.tones].map((emoji) => [emoji, sign])));
    const last = recent().flatMap((emoji) => {
      const sign = known.get(emoji);
      return sign ? [{ ...sign, emoji, tones: [] }] : [];
    });
    return html`${last.length > 0 ? this.section("recent", t("Recent"), last) : nothing}
      ${groups().map(([group, , name]) =>
        this.section(
          String(group),
          name,
          all.filter((sign) => sign.group === group),
        ),
      )}`;
  }

  private section(key: string, name: string, found: readonly Sign[]): TemplateResult {
    return html`<section class="emoji-group" data-group=${key} aria-label=${name}>
      <h3>${name}</h3>${this.grid(found)}
    </section>`;
  }

  private grid(found: readonly Sign[]): TemplateResult {
    return html`<div class="emoji-grid">${found.map((sign) => {
      const emoji = toned(sign, this.tone);
      return html`<button type="button" class="emoji-sign" aria-label=${sign.name} title=${sign.name}
        @click=${() => this.done(emoji)}>${emoji}</button>`;
    })}</div>`;
  }

  private jumps(): TemplateResult {
    const jump = (group: number): void =>
      this.querySelector(`[data-group="${group}"]`)?.scrollIntoView({ block: "start" });
    return html`<div class="emoji-jumps">${groups().map(
      ([group, sign, name]) => html`<button type="button" class="emoji-sign" aria-label=${name} title=${name}
        @click=${() => jump(group)}>${sign}</button>`,
    )}
    <button type="button" class="emoji-sign" aria-label=${t("Close")} title=${t("Close")}
      @click=${() => this.dialog?.close()}>${icon("x", "icon-s")}</button></div>`;
  }

  private async load(): Promise<void> {
    this.failed = false;
    this.requestUpdate();
    try {
      this.all = await signs();
    } catch {
      this.failed = true;
    }
    this.requestUpdate();
  }

  private typed(event: Event): void {
    if (event.target instanceof HTMLInputElement) this.text = event.target.value;
    this.requestUpdate();
  }

  private nextTone(): void {
    this.tone = (this.tone + 1) % TONES.length;
    chooseTone(this.tone);
    this.requestUpdate();
  }

  private pressed(event: KeyboardEvent): void {
    const all = [...this.querySelectorAll<HTMLElement>(".emoji-all .emoji-sign")];
    const at = all.findIndex((each) => each.matches(":focus"));
    const field = event.target instanceof HTMLInputElement;
    if (event.key === "Enter" && (at >= 0 || field)) {
      // The key ends here: it would go on into the field that has the focus then.
      event.preventDefault();
      if (!event.isComposing) all[field ? 0 : at]?.click();
      return;
    }
    const next = this.next(event.key, all, at);
    if (next === undefined) return;
    event.preventDefault();
    next?.focus();
  }

  /** Where an arrow leads; undefined for another key. */
  private next(key: string, all: readonly HTMLElement[], at: number): HTMLElement | null | undefined {
    const here = all[at];
    if (key === "ArrowDown") return here ? nearest(here, all.slice(at + 1), 1) : all[0];
    if (!here) return undefined;
    const forward = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
    if (key === "ArrowLeft" || key === "ArrowRight") return all[at + (key === forward ? 1 : -1)] ?? null;
    if (key !== "ArrowUp") return undefined;
    return nearest(here, all.slice(0, at).reverse(), -1) ?? this.querySelector("input");
  }

  private done(emoji: string | null): void {
    if (emoji) chose(emoji);
    this.answer(emoji);
    this.remove();
  }

  /** Above what opened it, within the window; a small window shows it at its bottom. */
  private place(dialog: HTMLDialogElement): void {
    if (!this.anchor || innerWidth < 640) return;
    const box = this.anchor.getBoundingClientRect();
    const left = Math.min(Math.max(GAP, box.right - WIDTH), innerWidth - WIDTH - GAP);
    const above = box.top - HEIGHT - GAP;
    dialog.style.setProperty("left", `${left}px`);
    dialog.style.setProperty(
      "top",
      `${above > GAP ? above : Math.min(box.bottom + GAP, innerHeight - HEIGHT - GAP)}px`,
    );
    dialog.classList.add("is-placed");
  }

  private get dialog(): HTMLDialogElement | null {
    return this.querySelector("dialog");
  }
}

/** The one in the next row (`way` 1: below) that stands closest to the same column. */
function nearest(here: HTMLElement, others: readonly HTMLElement[], way: 1 | -1): HTMLElement | null {
  const rest = others.filter((other) => (other.offsetTop - here.offsetTop) * way > 0);
  const row = rest.filter((other) => other.offsetTop === rest[0]?.offsetTop);
  const away = (other: HTMLElement): number => Math.abs(other.offsetLeft - here.offsetLeft);
  return row.reduce<HTMLElement | null>(
    (best, other) => (!best || away(other) < away(best) ? other : best),
    null,
  );
}

customElements.define("samovar-emoji-dialog", EmojiDialog);
