/** A question over the call, asked by a dialog of the shell that is there before it is needed. */

import { html, nothing, type TemplateResult } from "lit";
import { type IconName, icon } from "../../lib/icons";
import { LightElement } from "../../lib/light";

/** What a question says: its sign, heading and words, what is answered with, and whether it warns. */
export interface Wording {
  readonly sign: IconName;
  readonly heading: string;
  readonly words: string;
  readonly answers: TemplateResult;
  readonly warns?: boolean;
}

/** Asks about one thing at a time. `put` shows it, `answer` closes it. */
export abstract class Asking<About> extends LightElement {
  private about: About | null = null;
  private told: ((value: string) => void) | null = null;

  protected abstract wording(about: About): Wording;

  /** Resolves to what it was answered with, to "" where it was closed without an answer. */
  protected async put(about: About): Promise<string> {
    this.about = about;
    this.requestUpdate();
    await this.updateComplete;
    this.dialog?.showModal();
    return await new Promise((resolve) => {
      this.told = resolve;
    });
  }

  /** "" is no answer. */
  protected answer(value = ""): void {
    this.dialog?.close(value);
  }

  private get dialog(): HTMLDialogElement | null {
    return this.querySelector("dialog");
  }

  private closed(): void {
    const { dialog } = this;
    this.told?.(dialog?.returnValue ?? "");
    this.told = null;
    this.about = null;
    if (dialog) dialog.returnValue = "";
    this.requestUpdate();
  }

  protected override render(): TemplateResult {
    const wording = this.about === null ? null : this.wording(this.about);
    return html`<dialog
      class="card-dialog call-asking"
      role=${wording?.warns ? "alertdialog" : "dialog"}
      data-theme="dark"
      aria-labelledby="${this.localName}-title"
      aria-describedby="${this.localName}-text"
      @close=${() => this.closed()}
    >
      ${wording ? this.renderQuestion(wording) : nothing}
    </dialog>`;
  }

  private renderQuestion({ sign, heading, words, answers, warns }: Wording): TemplateResult {
    return html`<span class="call-asking-sign" data-warns=${warns ?? false}>${icon(sign)}</span>
      <h2 id="${this.localName}-title">${heading}</h2>
      <p id="${this.localName}-text">${words}</p>
      ${answers}`;
  }
}
