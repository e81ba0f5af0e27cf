import "./completion.css";
import { html, nothing, type TemplateResult } from "lit";
import { face } from "../lib/face";
import { tn } from "../lib/i18n";
import { LightElement } from "../lib/light";
import { replaceRange } from "./insert";
import type { Query } from "./name";

/** Something that is offered. */
export interface Choice {
  /** What is put into the field. */
  text: string;
  view: TemplateResult;
  chosen?: () => void;
}

/** Somebody who is offered; `avatar` is the path of a picture. */
interface Named {
  name: string;
  username: string | null;
  avatar: string | null;
}

/**
 * Offers what could stand for the last letters before the cursor: the arrows move, Enter and Tab take, Escape leaves.
 * Who extends it says where it reads, what it finds and how it is called.
 */
export abstract class CompletionList<Q extends Query> extends LightElement {
  private query: Q | null = null;
  private choices: readonly Choice[] = [];
  private at = 0;
  private asked = 0;
  private waiting: ReturnType<typeof setTimeout> | null = null;
  /** Where a list was left with Escape: it does not come back for the same sign. */
  private left = -1;
  private stop = (): void => undefined;

  /** Where the letters are typed, as soon as it is there. */
  protected abstract readonly field: HTMLTextAreaElement | null;
  /** What is heard of keys and letters: the field, or an element around it that stays. */
  protected abstract readonly around: HTMLElement | null;
  /** The list's id; its choices are numbered after it. */
  protected abstract readonly listId: string;

  protected abstract queryIn(text: string, cursor: number): Q | null;
  protected abstract find(query: Q): Promise<readonly Choice[]>;
  protected abstract label(query: Q): string;
  /** Milliseconds between the last key and the search. */
  protected abstract pause(query: Q): number;

  override connectedCallback(): void {
    super.connectedCallback();
    const { around } = this;
    const pressed = (event: KeyboardEvent): void => this.pressed(event);
    const moved = (): void => this.look();
    const left = (): void => this.close();
    around?.addEventListener("keydown", pressed, true);
    around?.addEventListener("input", moved);
    around?.addEventListener("click", moved);
    around?.addEventListener("focusout", left);
    this.stop = () => {
      around?.removeEventListener("keydown", pressed, true);
      around?.removeEventListener("input", moved);
      around?.removeEventListener("click", moved);
      around?.removeEventListener("focusout", left);
    };
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop();
    this.close();
  }

  protected override render(): unknown {
    const { choices, query } = this;
    const words = tn("{n} suggestion", "{n} suggestions", choices.length);
    return html`<p class="sr-only" role="status">${choices.length > 0 ? words : ""}</p>
      ${query && choices.length > 0 ? this.list(query) : nothing}`;
  }

  private list(query: Q): TemplateResult {
    return html`<div class="completion" id=${this.listId} role="listbox" aria-label=${this.label(query)}
      @mousedown=${(event: Event) => event.preventDefault()}>
      ${this.choices.map(
        ({ view }, place) => html`<div class="completion-item" role="option" id="${this.listId}-${place}"
          aria-selected=${place === this.at ? "true" : "false"} @click=${() => this.choose(place)}>${view}</div>`,
      )}
    </div>`;
  }

  protected override updated(): void {
    const { field, listId } = this;
    if (!field) return;
    const open = this.choices.length > 0;
    field.setAttribute("aria-autocomplete", "list");
    if (open) {
      field.setAttribute("aria-controls", listId);
      field.setAttribute("aria-activedescendant", `${listId}-${this.at}`);
      reveal(this.querySelector<HTMLElement>("[aria-selected=true]"));
    } else {
      field.removeAttribute("aria-controls");
      field.removeAttribute("aria-activedescendant");
    }
  }

  /** The text or the cursor is somewhere else. */
  protected look(): void {
    const { field } = this;
    if (!field) return;
    const { value, selectionStart: cursor, selectionEnd } = field;
    const query = cursor === selectionEnd ? this.queryIn(value, cursor) : null;
    if (!query || query.start === this.left) {
      if (!query) this.left = -1;
      this.close();
      return;
    }
    this.query = query;
    if (this.waiting) clearTimeout(this.waiting);
    this.waiting = setTimeout(() => void this.ask(query), this.pause(query));
  }

  private async ask(query: Q): Promise<void> {
    this.asked += 1;
    const { asked } = this;
    const found = await this.find(query).catch(() => []);
    // An answer that comes late belongs to a text that is not there any more.
    if (asked !== this.asked || this.query !== query) return;
    this.choices = found;
    this.at = 0;
    this.requestUpdate();
  }

  private pressed(event: KeyboardEvent): void {
    if (this.choices.length === 0 || event.isComposing || event.target !== this.field) return;
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
    const { query, field } = this;
    const choice = this.choices[place];
    if (!query || !choice || !field) return;
    this.close();
    choice.chosen?.();
    replaceRange(field, query.start, query.start + query.text.length + 1, choice.text);
  }

  private close(): void {
    if (this.waiting) clearTimeout(this.waiting);
    this.query = null;
    if (this.choices.length === 0) return;
    this.choices = [];
    this.requestUpdate();
  }
}

/** In a list that is too high for its place; nothing around it moves. */
function reveal(choice: HTMLElement | null): void {
  const list = choice?.parentElement;
  if (!list) return;
  const { offsetTop, offsetHeight } = choice;
  const highest = offsetTop + offsetHeight - list.clientHeight;
  if (list.scrollTop < highest) list.scrollTop = highest;
  if (list.scrollTop > offsetTop) list.scrollTop = offsetTop;
}

export function personChoice({ name, username, avatar }: Named): Choice {
  return {
    text: `@${username ?? ""} `,
    view: html`${face(name, "face-s", avatar)}<span class="completion-name completion-person"><span dir="auto">${name}</span></span>
      <bdi class="completion-more" dir="ltr">@${username}</bdi>`,
  };
}
