import { html, nothing, type TemplateResult } from "lit";
import { ref } from "lit/directives/ref.js";
import { t, tn } from "../../lib/i18n";
import { icon } from "../../lib/icons";
import { LightElement } from "../../lib/light";
import type { TypedAhead } from "../../lib/typedAhead";
import { gateway } from "../../realtime/client";
import { visit } from "../../shell/navigation";
import { type Choice, Finder, NO_FILTERS } from "./finder";
import { choiceView, groupName } from "./views";

/** The room whose messages are looked for. */
export interface SearchScope {
  room: number;
  name: string;
}

const PAUSE = 180; // ms after the last letter

/**
 * One field for everything: where to go, what to do, what was said. A combobox with a list below it;
 * with a room, a filter or "All messages with ..." it looks for messages alone.
 */
export class SearchDialog extends LightElement {
  private readonly finder = new Finder(() => this.answered());
  private scope: SearchScope | null = null;
  private shown = false;
  private filtering = false;
  private chosen = 0;
  /** Enter was pressed before the answer to what was typed came: its first choice is meant. */
  private eager = false;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private previous: Element | null = null;
  private stop: (() => void) | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    this.stop = gateway.own.on("ready", () => {
      if (this.shown && this.finder.unanswered) this.askNow();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop?.();
  }

  /** Shows the dialog for everything, or for the messages of one room, and looks for what was typed already. */
  async open(scope: SearchScope | null, ahead: TypedAhead): Promise<void> {
    if (this.shown && !scope) {
      this.field?.select();
      return;
    }
    this.previous = document.activeElement;
    this.begin(scope);
    await this.updateComplete;
    this.dialog?.showModal();
    this.field?.focus();
    ahead.stop();
    this.finder.text = ahead.text;
    this.eager = ahead.entered && ahead.text !== "";
    this.requestUpdate();
    this.askNow();
  }

  private begin(scope: SearchScope | null): void {
    this.shown = true;
    this.scope = scope;
    this.filtering = scope !== null;
    this.chosen = 0;
    Object.assign(this.finder, {
      text: "",
      filters: NO_FILTERS,
      room: scope?.room ?? null,
      deep: scope !== null,
      hits: [],
      places: [],
      problem: "",
    });
    this.requestUpdate();
  }

  private get dialog(): HTMLDialogElement | null {
    return this.querySelector("dialog");
  }

  private get field(): HTMLInputElement | null {
    return this.querySelector<HTMLInputElement>("#search-field");
  }

  private answered(): void {
    const { choices } = this.finder;
    this.chosen = Math.min(this.chosen, Math.max(0, choices.length - 1));
    this.requestUpdate();
    if (!this.eager || this.waiting) return;
    this.eager = false;
    if (choices[0]) this.choose(choices[0]);
  }

  private ask(): void {
    this.chosen = 0;
    this.eager = false;
    if (this.timer) clearTimeout(this.timer);
    this.timer = setTimeout(() => this.askNow(), PAUSE);
    this.requestUpdate();
  }

  private askNow(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    void this.finder.ask();
  }

  /** What is shown answers an earlier text. */
  private get waiting(): boolean {
    return this.timer !== null || this.finder.busy;
  }

  private typed(event: Event): void {
    this.finder.text = (event.target as HTMLInputElement).value;
    this.ask();
  }

  private narrowed(name: "sender" | "after" | "before", event: Event): void {
    this.finder.filters = { ...this.finder.filters, [name]: (event.target as HTMLInputElement).value };
    this.finder.deep = true;
    this.ask();
  }

  private withFiles(event: Event): void {
    this.finder.filters = { ...this.finder.filters, file: (event.target as HTMLInputElement).checked };
    this.finder.deep = true;
    this.ask();
  }

  private toggleFilters(): void {
    this.filtering = !this.filtering;
    if (!this.filtering) {
      this.finder.filters = NO_FILTERS;
      this.finder.deep = this.scope !== null;
      this.ask();
    }
    this.requestUpdate();
  }

  /** The chip of the room was taken away: look everywhere. */
  private widen(): void {
    this.scope = null;
    this.finder.room = null;
    this.field?.focus();
    this.ask();
  }

  private keyed(event: KeyboardEvent): void {
    const { length } = this.finder.choices;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && length > 0) {
      event.preventDefault();
      this.chosen = (this.chosen + step + length) % length;
      this.requestUpdate();
      void this.updateComplete.then(() =>
        this.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" }),
      );
    } else if (event.key === "Enter" && !event.isComposing) {
      event.preventDefault();
      this.entered();
    } else if (event.key === "Backspace" && this.finder.text === "" && this.scope) {
      this.widen();
    }
  }

  private entered(): void {
    if (this.waiting && this.chosen === 0) {
      this.eager = true;
      if (this.timer) this.askNow();
      return;
    }
    const choice = this.finder.choices[this.chosen];
    if (choice) this.choose(choice);
  }

  private choose(choice: Choice): void {
    if (choice.kind === "more") void this.finder.more();
    else if (choice.kind === "messages") this.deepen();
    else this.go(addressOf(choice));
  }

  /** From here on messages alone. */
  private deepen(): void {
    this.finder.deep = true;
    this.filtering = true;
    this.field?.focus();
    this.ask();
  }

  /** In the page that is open a link leads to another place in it. */
  private go(address: string): void {
    this.previous = null;
    this.dialog?.close();
    const url = new URL(address, location.href);
    if (url.pathname !== location.pathname) visit(address);
    else if (url.hash === location.hash) window.dispatchEvent(new HashChangeEvent("hashchange"));
    else location.hash = url.hash;
  }

  private closed(): void {
    this.shown = false;
    this.eager = false;
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    if (this.previous instanceof HTMLElement) this.previous.focus();
    this.requestUpdate();
  }

  protected override render(): unknown {
    if (!this.shown) return nothing;
    const { choices } = this.finder;
    const name = this.finder.deep ? t("Search messages") : t("Search and switch");
    return html`<dialog class="search-dialog" aria-label=${name} @close=${() => this.closed()} @click=${(event: Event) => this.clicked(event)}>
      <div class="search-box" @keydown=${(event: KeyboardEvent) => this.keyed(event)}>
        <div class="search-line">
          ${icon("search")}
          ${this.scope ? this.chip(this.scope) : nothing}
          <input id="search-field" class="search-input" type="text" role="combobox" aria-expanded="true" aria-controls="search-list"
            aria-autocomplete="list" aria-activedescendant=${choices.length > 0 ? `search-${this.chosen}` : ""} aria-label=${name}
            autocomplete="off" autocapitalize="off" spellcheck="false" dir="auto" maxlength="400" enterkeyhint="go"
            placeholder=${this.finder.deep ? t("Search messages") : t("A person, a room, a word of a message")}
            .value=${this.finder.text} @input=${(event: Event) => this.typed(event)} />
          <button type="button" class="search-button" aria-label=${t("Filters")} title=${t("Filters")} aria-pressed=${this.filtering ? "true" : "false"}
            @click=${() => this.toggleFilters()}>${icon("sliders-horizontal")}</button>
          <button type="button" class="search-button" aria-label=${t("Close")} title=${t("Close")} @click=${() => this.dialog?.close()}>${icon("x")}</button>
        </div>
      </div>
      ${this.filtering ? this.filters() : nothing}
      <div class="search-results" ${ref((list) => this.follow(list))}>
        <div id="search-list" role="listbox" aria-label=${t("Found")} aria-busy=${this.finder.busy ? "true" : "false"}>${this.groups(choices)}</div>
        ${this.nothingFound(choices)}
      </div>
      <p class="sr-only" role="status">${this.finder.busy ? "" : tn("{n} result", "{n} results", choices.length)}</p>
    </dialog>`;
  }

  private chip(scope: SearchScope): TemplateResult {
    return html`<span class="search-chip"><bdi>${scope.name}</bdi>
      <button type="button" aria-label=${t("Search everywhere")} title=${t("Search everywhere")} @click=${() => this.widen()}>${icon("x", "icon-s")}</button>
    </span>`;
  }

  private filters(): TemplateResult {
    const { sender, after, before, file } = this.finder.filters;
    return html`<div class="search-filters">
      <label>${t("From")}<input class="input input-sm" name="sender" maxlength="150" dir="auto" autocomplete="off" placeholder=${t("Username")}
        .value=${sender} @input=${(event: Event) => this.narrowed("sender", event)} /></label>
      <label>${t("After")}<input class="input input-sm" type="date" name="after" .value=${after} @change=${(event: Event) => this.narrowed("after", event)} /></label>
      <label>${t("Before")}<input class="input input-sm" type="date" name="before" .value=${before} @change=${(event: Event) => this.narrowed("before", event)} /></label>
      <label class="search-check"><input type="checkbox" class="checkbox checkbox-sm" name="file" .checked=${file}
        @change=${(event: Event) => this.withFiles(event)} />${t("Has a file")}</label>
    </div>`;
  }

  private groups(choices: Choice[]): unknown[] {
    const parts: unknown[] = [];
    let last = "";
    for (const [at, choice] of choices.entries()) {
      const group = groupName(choice.kind);
      if (group !== last && !this.finder.deep)
        parts.push(html`<p class="search-group" role="presentation">${group}</p>`);
      last = group;
      parts.push(html`<div class="search-choice" role="option" id="search-${at}" aria-selected=${at === this.chosen ? "true" : "false"}
        @click=${() => this.choose(choice)} @pointermove=${() => this.point(at)}>${choiceView(choice, this.finder.text)}</div>`);
    }
    return parts;
  }

  private point(at: number): void {
    if (at === this.chosen) return;
    this.chosen = at;
    this.requestUpdate();
  }

  private nothingFound(choices: Choice[]): unknown {
    if (this.finder.problem) return html`<p class="search-empty" role="alert">${this.finder.problem}</p>`;
    if (choices.length > 0 || this.finder.busy) return nothing;
    const text = this.finder.asked
      ? t("Nothing was found.")
      : t("Type a word that was said, or choose a person or a day.");
    return html`<div class="search-empty">${icon("search", "icon-l")}<span>${text}</span></div>`;
  }

  private clicked(event: Event): void {
    if (event.target === this.dialog) this.dialog?.close();
  }

  /** Near the end of the list the next page is asked for. */
  private follow(list: Element | undefined): void {
    if (!(list instanceof HTMLElement)) return;
    list.onscroll = () => {
      if (this.finder.deep && list.scrollTop + list.clientHeight > list.scrollHeight - 200)
        void this.finder.more();
    };
  }
}

function addressOf(choice: Exclude<Choice, { kind: "more" | "messages" }>): string {
  if (choice.kind === "place") return choice.place.address;
  return choice.kind === "doing" ? choice.doing.address : choice.hit.address;
}
