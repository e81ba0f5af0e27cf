import { html, type TemplateResult } from "lit";
import { t } from "../../lib/i18n";
import { Asking, type Wording } from "./asking";

/** A host is asked before he ends the call for everybody: one press too many would put out all who are in it. */
export class CallEnd extends Asking<true> {
  async ask(): Promise<boolean> {
    return (await this.put(true)) === "end";
  }

  protected override wording(): Wording {
    return {
      sign: "phone-off",
      heading: t("End the call for everybody?"),
      words: t("All who are in it are out of it at once. To go alone, press Hang up instead."),
      answers: this.renderAnswers(),
      warns: true,
    };
  }

  private renderAnswers(): TemplateResult {
    return html`<div class="call-asking-answers">
      <button type="button" class="btn btn-plain" autofocus @click=${() => this.answer()}>${t("Cancel")}</button>
      <button type="button" class="btn btn-error" @click=${() => this.answer("end")}>${t("End for all")}</button>
    </div>`;
  }
}

/** End the call once the question beside the button was answered so. Rejects with Refused. */
export async function endAfterQuestion(end: () => Promise<void>): Promise<void> {
  const dialog = document.querySelector<CallEnd>("samovar-call-end");
  if (await dialog?.ask()) await end();
}
