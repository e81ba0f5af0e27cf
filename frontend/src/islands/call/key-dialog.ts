import { html, type TemplateResult } from "lit";
import { t } from "../../lib/i18n";
import type { CallRoom } from "../../media/call";
import { keepKey, readKey } from "../../media/callKeys";
import { askForKey } from "../../media/joining";
import { Asking, type Wording } from "./asking";

/** Whoever comes into an end-to-end encrypted call without its key is asked for it. Lives in the shell. */
export class CallKeyDialog extends Asking<CallRoom> {
  private problem = "";

  /** Resolves to true once there is a key to try, to false for rather not. */
  async ask(room: CallRoom, again: boolean): Promise<boolean> {
    this.problem = again ? t("The key in this browser is another one.") : "";
    return (await this.put(room)) === "known";
  }

  private submit(event: Event, room: CallRoom): void {
    event.preventDefault();
    const key = readKey(this.querySelector("input")?.value ?? "");
    if (key) {
      keepKey(room.code, key);
      this.answer("known");
      return;
    }
    this.problem = t("This is no key. Paste the whole link that you were sent.");
    this.requestUpdate();
  }

  protected override wording(room: CallRoom): Wording {
    return {
      sign: "lock",
      heading: t("This call is end-to-end encrypted"),
      words: t(
        "Its key is in the link that people of this room can copy from Invite. The server does not have it.",
      ),
      answers: this.renderForm(room),
    };
  }

  private renderForm(room: CallRoom): TemplateResult {
    return html`<form @submit=${(event: Event) => this.submit(event, room)}>
      <label class="field"><span class="label-text">${t("Link with the key, or the key")}</span>
        <input class="input" autocomplete="off" spellcheck="false" dir="ltr" required autofocus /></label>
      <p class="call-asking-problem" role="alert">${this.problem}</p>
      <div class="call-asking-answers">
        <button type="button" class="btn btn-plain" @click=${() => this.answer()}>${t("Cancel")}</button>
        <button class="btn btn-primary">${t("Continue")}</button>
      </div>
    </form>`;
  }
}

/** Ask by the one dialog of the shell. */
export function askForKeys(): void {
  askForKey(async (room, again) => {
    const dialog = document.querySelector<CallKeyDialog>("samovar-call-key");
    return dialog ? await dialog.ask(room, again) : false;
  });
}
