import { html, type TemplateResult } from "lit";
import type { RecordingView } from "../../generated/wire";
import { t } from "../../lib/i18n";
import type { CallRoom } from "../../media/call";
import { type Agreed, askBeforeJoining } from "../../media/joining";
import { gateway } from "../../realtime/client";
import { Asking, type Wording } from "../call/asking";

/** Whoever enters a call that is being recorded is asked first: stay or leave. Lives in the shell. */
export class RecordingConsent extends Asking<RecordingView> {
  /** Resolves to what the person agrees to, at once where nothing is recorded; to null for leaving. */
  async ask(room: CallRoom): Promise<Agreed | null> {
    // Who has no answer cannot join either; that is told by the joining itself.
    const found = await gateway.request("recording.state", { room: room.id }).catch(() => null);
    if (!found?.recording) return { recording: null };
    return (await this.put(found.recording)) === "stay" ? { recording: found.recording.id } : null;
  }

  protected override wording({ by }: RecordingView): Wording {
    return {
      sign: "circle-dot",
      heading: t("This call is being recorded"),
      words: t("{name} records it. Who stays is seen and heard in the recording.", { name: by }),
      answers: this.renderAnswers(),
      warns: true,
    };
  }

  private renderAnswers(): TemplateResult {
    return html`<div class="call-asking-answers">
      <button type="button" class="btn btn-plain" @click=${() => this.answer()}>${t("Leave")}</button>
      <button type="button" class="btn btn-primary" autofocus @click=${() => this.answer("stay")}>${t("Stay")}</button>
    </div>`;
  }
}

/** Ask by the one dialog of the shell. */
export function askForConsent(): void {
  askBeforeJoining(async (room) => {
    const dialog = document.querySelector<RecordingConsent>("samovar-recording-consent");
    return dialog ? await dialog.ask(room) : { recording: null };
  });
}
