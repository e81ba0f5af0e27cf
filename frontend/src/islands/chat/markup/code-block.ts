import { html, nothing, type PropertyValues } from "lit";
import { toast } from "../../../enhance/toasts";
import { copyText } from "../../../lib/dom";
import { t } from "../../../lib/i18n";
import { icon } from "../../../lib/icons";
import { LightElement } from "../../../lib/light";
import { LANGUAGES } from "./languages";

/** Lines of code. The words of a language we know are coloured once its rules have come. */
export class CodeBlock extends LightElement {
  static override properties = { text: { attribute: false }, language: { attribute: false } };
  declare text: string;
  declare language: string;
  private coloured: { text: string; language: string; view: unknown } | null = null;

  constructor() {
    super();
    this.text = "";
    this.language = "";
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("text") || changed.has("language")) void this.colour();
  }

  private async colour(): Promise<void> {
    const { text, language } = this;
    const known = LANGUAGES[language];
    if (!known) return;
    // Without a connection the code is simply not coloured.
    const found = await import("./highlight").catch(() => null);
    if (!found || text !== this.text || language !== this.language) return;
    this.coloured = { text, language, view: found.highlighted(text, known) };
    this.requestUpdate();
  }

  protected override render(): unknown {
    const { coloured } = this;
    const fits = coloured?.text === this.text && coloured.language === this.language;
    return html`<div class="md-block" dir="ltr">
      <span class="md-block-head">
        ${this.language ? html`<span>${this.language}</span>` : nothing}
        <button type="button" class="chat-tool" aria-label=${t("Copy code")} title=${t("Copy code")} @click=${this.copy}
          >${icon("copy", "icon-s")}</button>
      </span>
      <pre tabindex="0"><code>${fits ? coloured.view : this.text}</code></pre>
    </div>`;
  }

  private async copy(): Promise<void> {
    if (await copyText(this.text)) toast(t("Copied."), "success");
  }
}

customElements.define("samovar-code-block", CodeBlock);
