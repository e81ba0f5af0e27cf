import { html, nothing, type TemplateResult } from "lit";
import { t } from "../../../lib/i18n";
import { type IconName, icon } from "../../../lib/icons";
import { LightElement } from "../../../lib/light";
import type { Composer } from "../composer";
import { openPollDialog } from "../poll/poll-dialog";
import { habits } from "./habits";
import { openKeys } from "./keys-dialog";

/** What can be sent besides words, and how one writes: a button that unfolds a menu. */
export class PlusMenu extends LightElement {
  composer: Composer | null = null;
  private open = false;

  private readonly elsewhere = (event: Event): void => {
    if (!event.composedPath().includes(this)) this.fold();
  };

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("pointerdown", this.elsewhere);
  }

  protected override render(): unknown {
    return html`<div class="plus" @keydown=${this.pressed}>
      <button type="button" class="composer-tool" aria-label=${t("Add to message")} title=${t("Add to message")}
        aria-haspopup="menu" aria-expanded=${this.open ? "true" : "false"} @click=${this.turn}>${icon("plus")}</button>
      ${this.open ? this.menu() : nothing}
    </div>`;
  }

  private menu(): TemplateResult {
    const { talk } = this.composer ?? {};
    return html`<div class="chat-unfolded chat-menu plus-menu" role="menu" aria-label=${t("Add to message")}>
      ${talk?.kept ? this.item("chart-bar-big", t("Poll"), () => void openPollDialog(talk.room, () => void talk.jumpToEnd())) : nothing}
      ${this.item("type", t("Formatting"), () => this.turnBar())}
      ${this.item("keyboard", t("Keyboard shortcuts"), () => void openKeys())}
    </div>`;
  }

  private turnBar(): void {
    habits.showBar(!habits.bar);
    this.composer?.focusField();
  }

  private item(symbol: IconName, name: string, act: () => void): TemplateResult {
    const chosen = (): void => {
      this.fold();
      // What is chosen may open a window: the focus comes back here when that closes.
      this.querySelector("button")?.focus();
      act();
    };
    return html`<button type="button" role="menuitem" class="chat-item" @click=${chosen}>
      ${icon(symbol, "icon-s")}<span>${name}</span>
    </button>`;
  }

  private async turn(): Promise<void> {
    if (this.open) {
      this.fold();
      return;
    }
    this.open = true;
    document.addEventListener("pointerdown", this.elsewhere);
    this.requestUpdate();
    await this.updateComplete;
    this.items()[0]?.focus();
  }

  private fold(): void {
    this.open = false;
    document.removeEventListener("pointerdown", this.elsewhere);
    this.requestUpdate();
  }

  private pressed(event: KeyboardEvent): void {
    if (!this.open) return;
    const items = this.items();
    const at = items.findIndex((item) => item.matches(":focus"));
    if (event.key === "ArrowDown") items[(at + 1) % items.length]?.focus();
    else if (event.key === "ArrowUp") items.at(at - 1)?.focus();
    else if (event.key === "Escape") {
      this.fold();
      this.querySelector("button")?.focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private items(): HTMLElement[] {
    return [...this.querySelectorAll<HTMLElement>("[role=menuitem]")];
  }
}

customElements.define("samovar-plus-menu", PlusMenu);

/** The button before the field. */
export function plusMenu(composer: Composer): TemplateResult {
  return html`<samovar-plus-menu .composer=${composer}></samovar-plus-menu>`;
}
