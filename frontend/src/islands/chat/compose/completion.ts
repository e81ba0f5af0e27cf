import { html, nothing, type TemplateResult } from "lit";
import type { Person } from "../../../generated/wire";
import { face } from "../../../lib/face";
import { t, tn } from "../../../lib/i18n";
import { icon } from "../../../lib/icons";
import { LightElement } from "../../../lib/light";
import { gateway } from "../../../realtime/client";
import type { Composer } from "../composer";
import { chose, search, signs, tone, toned } from "../emoji/signs";
import { replaceRange } from "./insert";
import { codeAt, type Query, queryAt } from "./query";

const PAUSE = 90; // ms between the last key and the question to the server
const OFFERED = 8;

interface Choice {
  /** What is put into the field. */
  text: string;
  view: TemplateResult;
  chosen?: () => void;
}

/** Offers people behind `@` and emoji behind `:`, above the field; a part of `<samovar-composer>`. */
export class Completion extends LightElement {
  composer: Composer | null = null;
  private query: Query | null = null;
  private choices: readonly Choice[] = [];
  private at = 0;
  private asked = 0;
  private waiting: ReturnType<typeof setTimeout> | null = null;
  /** Where a list was left with Escape: it does not come back for the same sign. */
  private left = -1;
  private stop = (): void => undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    const composer = this.closest<Composer>("samovar-composer");
    const pressed = (event: KeyboardEvent): void => this.pressed(event);
    const moved = (): void => this.look();
    const left = (): void => this.close();
    composer?.addEventListener("keydown", pressed, true);
    composer?.addEventListener("input", moved);
    composer?.addEventListener("click", moved);
    composer?.addEventListener("focusout", left);
    this.stop = () => {
      composer?.removeEventListener("keydown", pressed, true);
      composer?.removeEventListener("input", moved);
      composer?.removeEventListener("click", moved);
      composer?.removeEventListener("focusout", left);
    };
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop();
    if (this.waiting) clearTimeout(this.waiting);
  }

  protected override render(): unknown {
    const { choices, query } = this;
    const words = tn("{n} suggestion", "{n} suggestions", choices.length);
    return html`<p class="sr-only" role="status">${choices.length > 0 ? words : ""}</p>
      ${query && choices.length > 0 ? this.list(query) : nothing}`;
  }

  private list({ what }: Query): TemplateResult {
    return html`<div class="completion" id="completion" role="listbox"
      aria-label=${what === "name" ? t("People in this room") : t("Emoji")}>
      ${this.choices.map(
        ({ view }, place) => html`<div class="completion-item" role="option" id="completion-${place}"
          aria-selected=${place === this.at ? "true" : "false"}
          @mousedown=${(event: Event) => event.preventDefault()} @click=${() => this.choose(place)}>${view}</div>`,
      )}
    </div>`;
  }

  protected override updated(): void {
    const field = this.composer?.hasUpdated ? this.composer.field : null;
    if (!field) return;
    const open = this.choices.length > 0;
    field.setAttribute("aria-autocomplete", "list");
    if (open) {
      field.setAttribute("aria-controls", "completion");
      field.setAttribute("aria-activedescendant", `completion-${this.at}`);
    } else {
      field.removeAttribute("aria-controls");
      field.removeAttribute("aria-activedescendant");
    }
  }

  /** The text or the cursor is somewhere else. */
  private look(): void {
    const field = this.composer?.field;
    if (!field || this.replaceCode(field)) return;
    const { value, selectionStart: cursor, selectionEnd } = field;
    const query = cursor === selectionEnd ? queryAt(value, cursor) : null;
    if (!query || query.start === this.left) {
      if (!query) this.left = -1;
      this.close();
      return;
    }
    this.query = query;
    if (this.waiting) clearTimeout(this.waiting);
    this.waiting = setTimeout(() => void this.ask(query), query.what === "name" ? PAUSE : 0);
  }

  private async ask(query: Query): Promise<void> {
    this.asked += 1;
    const { asked } = this;
    const found = await (query.what === "name" ? this.people(query.text) : emoji(query.text)).catch(() => []);
    // An answer that comes late belongs to a text that is not there any more.
    if (asked !== this.asked || this.query !== query) return;
    this.choices = found;
    this.at = 0;
    this.requestUpdate();
  }

  private async people(text: string): Promise<Choice[]> {
    const room = this.composer?.talk?.room;
    if (!room) return [];
    const { people, everybody } = await gateway.request("message.mentionable", { room, text });
    const all: Choice[] = everybody ? [everybodyChoice()] : [];
    return [...people.map(personChoice), ...all];
  }

  /** `:smile:` becomes its emoji as soon as it is complete. */
  private replaceCode(field: HTMLTextAreaElement): boolean {
    const found = codeAt(field.value, field.selectionStart);
    if (!found) return false;
    const { value, selectionStart: cursor } = field;
    void signs().then((all) => {
      const sign = all.find(({ codes }) => codes.includes(found.code));
      if (sign && field.value === value) replaceRange(field, found.start, cursor, toned(sign, tone()));
    });
    return false;
  }

  private pressed(event: KeyboardEvent): void {
    if (this.choices.length === 0 || event.isComposing || event.target !== this.composer?.field) return;
    const { length } = this.choices;
    if (event.key === "ArrowDown") this.at = (this.at + 1) % length;
    else if (event.key === "ArrowUp") this.at = (this.at + length - 1) % length;
    else if (event.key === "Enter" || event.key === "Tab") this.choose(this.at);
    else if (event.key === "Escape") {
      this.left = this.query?.start ?? -1;
      this.close();
    } else return;
    event.preventDefault();
    event.stopPropagation();
    this.requestUpdate();
  }

  private choose(place: number): void {
    const { query, composer } = this;
    const choice = this.choices[place];
    if (!query || !choice || !composer) return;
    this.close();
    choice.chosen?.();
    replaceRange(composer.field, query.start, query.start + query.text.length + 1, choice.text);
  }

  private close(): void {
    if (this.waiting) clearTimeout(this.waiting);
    this.query = null;
    if (this.choices.length === 0) return;
    this.choices = [];
    this.requestUpdate();
  }
}

function personChoice({ name, username, avatar }: Person): Choice {
  return {
    text: `@${username ?? ""} `,
    view: html`${face(name, "face-s", avatar)}<bdi class="completion-name">${name}</bdi>
      <bdi class="completion-more" dir="ltr">@${username}</bdi>`,
  };
}

function everybodyChoice(): Choice {
  return {
    text: "@all ",
    view: html`<span class="completion-icon">${icon("users", "icon-s")}</span>
      <span class="completion-name">${t("Everybody in the room")}</span><bdi class="completion-more" dir="ltr">@all</bdi>`,
  };
}

async function emoji(text: string): Promise<Choice[]> {
  const chosen = tone();
  return search(await signs(), text, OFFERED).map((sign) => {
    const shown = toned(sign, chosen);
    return {
      text: `${shown} `,
      chosen: () => chose(shown),
      view: html`<span class="completion-icon">${shown}</span><span class="completion-name">${sign.name}</span>`,
    };
  });
}

customElements.define("samovar-completion", Completion);

/** The list above the field. */
export function completion(composer: Composer): TemplateResult {
  return html`<samovar-completion .composer=${composer}></samovar-completion>`;
}
