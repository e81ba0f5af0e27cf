import { html, LitElement, type TemplateResult } from "lit";
import { t } from "../../lib/i18n";
import { icon } from "../../lib/icons";
import { shortcuts, shortcutsOn, switchShortcuts } from "./shortcuts";

/** The list of keyboard shortcuts. `show()` opens it. */
export class CallKeys extends LitElement {
  protected override createRenderRoot(): this {
    return this;
  }

  show(): void {
    this.requestUpdate();
    this.querySelector("dialog")?.showModal();
  }

  protected override render(): TemplateResult {
    const talk = { key: t("Space"), text: t("Talk while it is held down") };
    return html`<dialog class="card-dialog call-preview call-keys" data-theme="dark" aria-labelledby="call-keys-title">
      <div class="card-dialog-head">
        <h2 id="call-keys-title">${t("Keyboard shortcuts")}</h2>
        <button type="button" class="call-close" aria-label=${t("Close")} @click=${() => this.querySelector("dialog")?.close()}>
          ${icon("x")}
        </button>
      </div>
      <dl class="call-keys-list">
        ${[...shortcuts(), talk].map(({ key, text }) => html`<dt><kbd>${key}</kbd></dt><dd>${text}</dd>`)}
      </dl>
      <label class="call-keys-switch">
        <input
          type="checkbox"
          class="toggle toggle-primary"
          .checked=${shortcutsOn()}
          @change=${(event: Event) => switchShortcuts(event.target instanceof HTMLInputElement && event.target.checked)}
        />
        <span>${t("Use keyboard shortcuts")}</span>
      </label>
    </dialog>`;
  }
}
