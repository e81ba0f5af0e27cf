import { html, nothing } from "lit";
import { t } from "../../lib/i18n";
import { icon } from "../../lib/icons";
import { LightElement } from "../../lib/light";

/** A window over the page that shows one thing of the chat at a time. */
export class ChatDialog extends LightElement {
  private name = "";
  private view: (() => unknown) | null = null;

  /** Shows what `view` draws, under this title. */
  async open(title: string, view: () => unknown): Promise<void> {
    this.name = title;
    this.view = view;
    this.requestUpdate();
    await this.updateComplete;
    if (!this.dialog?.open) this.dialog?.showModal();
  }

  /** Draws it anew, if it is open. */
  redraw(): void {
    if (this.view) this.requestUpdate();
  }

  close(): void {
    this.dialog?.close();
  }

  protected override render(): unknown {
    if (!this.view) return nothing;
    return html`<dialog class="chat-dialog" aria-labelledby="chat-dialog-title" @close=${() => this.closed()}
      @click=${(event: Event) => event.target === this.dialog && this.close()}>
      <div class="chat-dialog-head">
        <h2 id="chat-dialog-title">${this.name}</h2>
        <button type="button" class="chat-tool" aria-label=${t("Close")} @click=${() => this.close()}>${icon("x")}</button>
      </div>
      <div class="chat-dialog-body">${this.view()}</div>
    </dialog>`;
  }

  private closed(): void {
    this.view = null;
    this.requestUpdate();
  }

  private get dialog(): HTMLDialogElement | null {
    return this.querySelector("dialog");
  }
}

customElements.define("samovar-chat-dialog", ChatDialog);
