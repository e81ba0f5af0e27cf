import { html, nothing, type TemplateResult } from "lit";
import { insertText, replaceRange } from "../../../completion/insert";
import { t } from "../../../lib/i18n";
import { type IconName, icon } from "../../../lib/icons";
import { LightElement } from "../../../lib/light";
import type { Composer } from "../composer";
import { openEmoji } from "../emoji/open";
import { type Style, styled } from "./format";
import { habits } from "./habits";
import { openKeys } from "./keys-dialog";

interface Tool {
  style: Style;
  symbol: IconName;
  name: string;
}

function tools(): Tool[] {
  return [
    { style: "bold", symbol: "bold", name: t("Bold") },
    { style: "italic", symbol: "italic", name: t("Italic") },
    { style: "strike", symbol: "strikethrough", name: t("Strikethrough") },
    { style: "code", symbol: "code", name: t("Code") },
    { style: "link", symbol: "link", name: t("Link") },
    { style: "quote", symbol: "quote", name: t("Quote") },
    { style: "list", symbol: "list", name: t("List") },
    { style: "numbers", symbol: "list-ordered", name: t("Numbered list") },
    { style: "spoiler", symbol: "eye-off", name: t("Spoiler") },
  ];
}

/** Keys by their place on the keyboard, so that they work in every script. */
const KEYS: Readonly<Record<string, Style | undefined>> = { KeyB: "bold", KeyI: "italic", KeyK: "link" };

/** What one writes with: styles, the list of keys; a part of `<samovar-composer>`, which it listens to. */
export class FormatBar extends LightElement {
  composer: Composer | null = null;
  private stop = (): void => undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    const composer = this.closest<Composer>("samovar-composer");
    const pressed = (event: KeyboardEvent): void => this.pressed(event);
    composer?.addEventListener("keydown", pressed, true);
    const unhear = habits.on("changed", () => this.requestUpdate());
    this.stop = () => {
      composer?.removeEventListener("keydown", pressed, true);
      unhear();
    };
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop();
  }

  protected override render(): unknown {
    if (!habits.bar) return nothing;
    return html`<div class="format-bar" role="toolbar" aria-label=${t("Formatting")}>
      ${tools().map(({ style, symbol, name }) => this.button(symbol, name, () => this.put(style)))}
      <span class="format-gap"></span>
      ${this.button("keyboard", t("Keyboard shortcuts"), () => void openKeys())}
      ${this.button("x", t("Hide formatting"), () => habits.showBar(false))}
    </div>`;
  }

  private button(symbol: IconName, name: string, act: () => void): TemplateResult {
    // Without taking the focus: the selection in the field stays to be seen.
    return html`<button type="button" class="chat-tool" aria-label=${name} title=${name}
      @mousedown=${(event: Event) => event.preventDefault()} @click=${act}>${icon(symbol, "icon-s")}</button>`;
  }

  private put(style: Style): void {
    const field = this.composer?.field;
    if (!field) return;
    const { value: text, selectionStart: start, selectionEnd: end } = field;
    const change = styled({ text, start, end }, style);
    replaceRange(field, change.start, change.end, change.text);
    field.setSelectionRange(...change.select);
  }

  private pressed(event: KeyboardEvent): void {
    const field = this.composer?.field;
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.target !== field) return;
    if (event.code === "Slash") {
      event.preventDefault();
      void openKeys();
      return;
    }
    const style = KEYS[event.code];
    // Without a selection Ctrl+K goes on to the switcher of rooms.
    if (!style || !field || (style === "link" && field.selectionStart === field.selectionEnd)) return;
    event.preventDefault();
    event.stopPropagation();
    this.put(style);
  }
}

customElements.define("samovar-format-bar", FormatBar);

/** The bar above the field. */
export function formatBar(composer: Composer): TemplateResult {
  return html`<samovar-format-bar .composer=${composer}></samovar-format-bar>`;
}

/** The button in the box that leads to all emoji. */
export function emojiButton(composer: Composer): TemplateResult {
  const open = async (event: Event): Promise<void> => {
    const { currentTarget: anchor } = event;
    const { field } = composer;
    const { selectionStart: start, selectionEnd: end } = field;
    const emoji = await openEmoji(anchor instanceof HTMLElement ? anchor : null);
    field.focus();
    field.setSelectionRange(start, end);
    if (emoji) insertText(field, emoji);
  };
  return html`<button type="button" class="composer-tool is-emoji" aria-label=${t("Emoji")} title=${t("Emoji")}
    @click=${open}>${icon("smile")}</button>`;
}
