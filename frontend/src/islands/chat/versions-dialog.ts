import { html, nothing } from "lit";
import { t } from "../../lib/i18n";
import { icon } from "../../lib/icons";
import { LightElement } from "../../lib/light";
import { fullTime } from "../../lib/time";

interface Version {
  body: string;
  at: string;
}

/** Shows all that an edited message has said. */
export class VersionsDialog extends LightElement {
  private versions: readonly Version[] = [];

  /** Shows these, the first version first. */
  async open(versions: readonly Version[]): Promise<void> {
    this.versions = versions;
    this.requestUpdate();
    await this.updateComplete;
    this.dialog?.showModal();
  }

  protected override render(): unknown {
    if (this.versions.length === 0) return nothing;
    return html`<dialog class="chat-dialog" aria-labelledby="versions-title" @close=${() => this.closed()}>
      <div class="chat-dialog-head">
        <h2 id="versions-title">${t("Edits of this message")}</h2>
        <button type="button" class="chat-tool" aria-label=${t("Close")} @click=${() => this.dialog?.close()}>
          ${icon("x")}
        </button>
      </div>
      <ol class="chat-versions">
        ${this.versions.map(
          ({ body, at }) => html`<li>
            <time datetime=${at}>${fullTime(new Date(at))}</time>
            <p dir="auto">${body}</p>
          </li>`,
        )}
      </ol>
    </dialog>`;
  }

  private closed(): void {
    this.versions = [];
    this.requestUpdate();
  }

  private get dialog(): HTMLDialogElement | null {
    return this.querySelector("dialog");
  }
}

customElements.define("samovar-chat-versions", VersionsDialog);
