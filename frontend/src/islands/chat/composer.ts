import { html, nothing } from "lit";
import { trayOf } from "../../files/trays";
import { formatNumber, t, tn } from "../../lib/i18n";
import { icon } from "../../lib/icons";
import { LightElement } from "../../lib/light";
import { NAME, named } from "../../lib/named";
import { habits } from "./compose/habits";
import { ABOVE_FIELD, AFTER_FIELD, BEFORE_FIELD } from "./composer-parts";
import { isBlank, leftOf, lengthOf } from "./limits";
import { plainOf } from "./markup/plain";
import type { Talk } from "./talk";
import type { WritingPlace } from "./writing";

/** A field higher than this (in pixels) has more than one line. */
const TWO_LINES = 48;

/** What the composer tells: a text to send, that somebody types, no more answer or edit, edit the last one. */
export interface ComposerEvents {
  "composer-send": CustomEvent<string>;
  "composer-input": CustomEvent<string>;
  "composer-cancel": CustomEvent<string>;
  "composer-last": CustomEvent<string>;
}

/** What the text will be: an answer to a message, or what a message of one's own says from now on. */
export interface Purpose {
  what: "reply" | "edit";
  n: number;
  name: string;
  body: string;
}

/** The field for a message. Enter sends and Shift+Enter begins a line, or as its writer chose; it grows with its text. */
export class Composer extends LightElement {
  /** The most characters a message may have. */
  limit = 8000;
  /** The text to begin with. */
  draft = "";
  /** The chat it writes into; null where it stands alone. */
  talk: Talk | null = null;
  /** Where in it: into the log, or under one of its messages. */
  where: WritingPlace | null = null;
  private aim: Purpose | null = null;
  private shut = false;
  private problem = "";
  private left: number | null = null;

  protected override firstUpdated(): void {
    this.field.value = this.draft;
    this.measure();
  }

  /** Is nothing to be written here now? */
  set closed(closed: boolean) {
    if (closed === this.shut) return;
    this.shut = closed;
    this.requestUpdate();
  }

  get closed(): boolean {
    return this.shut;
  }

  /** What the text will be; null for a message of its own. */
  set purpose(purpose: Purpose | null) {
    this.aim = purpose;
    this.requestUpdate();
  }

  get purpose(): Purpose | null {
    return this.aim;
  }

  /** Puts a text into the field, instead of what stands there. */
  write(text: string): void {
    this.field.value = text;
    this.problem = "";
    this.measure();
    this.field.focus();
    this.field.setSelectionRange(text.length, text.length);
  }

  /** The text is another one, from another device: the cursor stays out of it. */
  replace(text: string): void {
    if (!this.hasUpdated || this.field.value === text) return;
    this.field.value = text;
    this.measure();
  }

  /** Puts the cursor into the field. */
  focusField(): void {
    this.field.focus();
  }

  protected override render(): unknown {
    return html`<form class="composer" @submit=${this.submit} novalidate>
      ${this.purpose ? this.purposeView(this.purpose) : nothing}
      ${ABOVE_FIELD.map((part) => part(this))}
      <div class="composer-box">
        ${BEFORE_FIELD.map((part) => part(this))}
        <textarea
          class="composer-field"
          rows="1"
          dir="auto"
          enterkeyhint="send"
          aria-label=${t("Write a message")}
          placeholder=${this.shut ? t("The hosts have turned off writing.") : t("Write a message")}
          ?disabled=${this.shut}
          aria-invalid=${this.problem ? "true" : "false"}
          aria-describedby="composer-problem"
          @input=${this.changed}
          @keydown=${this.pressed}
        ></textarea>
        ${this.left === null ? nothing : this.counter(this.left)}
        ${AFTER_FIELD.map((part) => part(this))}
        <button class="composer-send" @click=${this.sendOnce} aria-label=${t("Send")} title=${t("Send")}>${icon("send-horizontal")}</button>
      </div>
      <p class="composer-problem" id="composer-problem" role="alert">${this.problem}</p>
    </form>`;
  }

  private purposeView({ what, name, body }: Purpose): unknown {
    return html`<div class="composer-purpose">
      ${icon(what === "reply" ? "reply" : "pencil", "icon-s")}
      <span class="composer-purpose-text">
        <strong>${what === "reply" ? named(t("Answer to {name}", { name: NAME }), name) : t("Edit message")}</strong>
        <span dir="auto">${plainOf(body)}</span>
      </span>
      <button type="button" class="chat-tool" aria-label=${t("Cancel")} title=${t("Cancel")} @click=${this.cancel}>
        ${icon("x", "icon-s")}
      </button>
    </div>`;
  }

  /** What the text will be is a message of its own again. */
  cancelPurpose(): void {
    if (this.purpose) this.cancel();
  }

  private cancel(): void {
    this.tell("composer-cancel");
    this.field.focus();
  }

  private counter(left: number): unknown {
    return html`<span class="composer-count ${left < 0 ? "is-over" : ""}" title=${t("Characters left")}
      >${formatNumber(left)}</span
    >`;
  }

  /** The field itself; it is there once the composer was drawn. */
  get field(): HTMLTextAreaElement {
    const field = this.querySelector("textarea");
    if (!field) throw new Error("the composer is not drawn yet");
    return field;
  }

  private changed(): void {
    this.problem = "";
    this.measure();
    this.tell("composer-input");
  }

  private measure(): void {
    const field = this.field;
    this.left = leftOf(field.value, this.limit);
    // As high as it was, so that the log above stays as it is: made low for a moment it would lose its end.
    this.style.minHeight = `${this.offsetHeight}px`;
    field.style.height = "auto";
    const { classList } = field.parentElement ?? field;
    const tall = classList.contains("is-tall") || field.scrollHeight > TWO_LINES;
    classList.toggle("is-tall", tall && field.value !== "");
    field.style.height = `${field.scrollHeight}px`;
    this.style.minHeight = "";
    this.requestUpdate();
  }

  private pressed(event: KeyboardEvent): void {
    if (event.key === "Escape" && this.purpose) this.cancel();
    if (event.key === "ArrowUp" && !this.field.value && !this.purpose) {
      event.preventDefault();
      this.tell("composer-last");
    }
    // While a word is being composed (Chinese, some Persian keyboards) Enter belongs to the keyboard.
    if (event.key !== "Enter" || event.isComposing) return;
    const always = event.ctrlKey || event.metaKey;
    if (!always && (event.shiftKey || !habits.enterSends)) return;
    event.preventDefault();
    // A key that is held down sends once, and does not complain of the field that is empty then.
    if (!event.repeat) this.submit(event);
  }

  /** The second half of a double click finds the field empty: nobody meant to send that. */
  private readonly sendOnce = (event: MouseEvent): void => {
    if (event.detail > 1 && isBlank(this.field.value)) event.preventDefault();
  };

  private submit(event: Event): void {
    event.preventDefault();
    this.problem = this.problemOf(this.field.value);
    if (!this.problem) {
      this.tell("composer-send");
      this.field.value = "";
      this.measure();
    }
    this.requestUpdate();
    this.field.focus();
  }

  private problemOf(text: string): string {
    const files =
      this.talk && this.purpose?.what !== "edit" ? trayOf(this.talk.room, this.where?.place).items.length : 0;
    if (isBlank(text) && files === 0) return t("Write something first.");
    const over = lengthOf(text) - this.limit;
    if (over <= 0) return "";
    return tn(
      "This message is too long: {n} character must go.",
      "This message is too long: {n} characters must go.",
      over,
    );
  }

  private tell(name: keyof ComposerEvents): void {
    this.dispatchEvent(new CustomEvent(name, { detail: this.field.value }));
  }
}

customElements.define("samovar-composer", Composer);
