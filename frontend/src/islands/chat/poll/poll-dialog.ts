import { html, nothing, type TemplateResult } from "lit";
import { t } from "../../../lib/i18n";
import { icon } from "../../../lib/icons";
import { LightElement } from "../../../lib/light";
import { gateway } from "../../../realtime/client";
import { Refused } from "../../../realtime/requests";

const MOST = 10;
const FEWEST = 2;
const HOUR = 60;

/** How long a poll may be open, in minutes; 0: until somebody closes it. */
function times(): readonly (readonly [number, string])[] {
  return [
    [0, t("Until it is closed")],
    [HOUR, t("For an hour")],
    [24 * HOUR, t("For a day")],
    [7 * 24 * HOUR, t("For a week")],
  ];
}

/** Asks the room: `openPollDialog(room, asked)`. */
export class PollDialog extends LightElement {
  room = 0;
  asked: () => void = () => undefined;
  private readonly cid = crypto.randomUUID();
  private options: string[] = ["", ""];
  private problem = "";
  private busy = false;

  protected override firstUpdated(): void {
    this.dialog?.showModal();
    this.querySelector("input")?.focus();
  }

  protected override render(): unknown {
    return html`<dialog class="chat-dialog poll-dialog" aria-labelledby="poll-title" @close=${() => this.remove()}>
      <form @submit=${this.submit} novalidate>
        <div class="chat-dialog-head">
          <h2 id="poll-title">${t("New poll")}</h2>
          <button type="button" class="chat-tool" aria-label=${t("Close")} @click=${() => this.dialog?.close()}>${icon("x")}</button>
        </div>
        <label class="poll-label">${t("Question")}
          <input name="question" class="poll-input" maxlength="300" dir="auto" autocomplete="off" />
        </label>
        <fieldset class="poll-fields">
          <legend>${t("Options")}</legend>
          ${this.options.map((text, place) => this.option(text, place))}
          ${this.options.length < MOST ? html`<button type="button" class="text-link" @click=${this.more}>${icon("plus", "icon-s")}${t("Add an option")}</button>` : nothing}
        </fieldset>
        <label class="poll-check"><input type="checkbox" name="many" class="toggle toggle-primary" /><span>${t("Several may be chosen")}</span></label>
        <label class="poll-check"><input type="checkbox" name="anonymous" class="toggle toggle-primary" /><span>${t("Anonymous: nobody sees who voted for what")}</span></label>
        <label class="poll-label">${t("Open")}
          <select name="minutes" class="poll-input">${times().map(([minutes, name]) => html`<option value=${minutes}>${name}</option>`)}</select>
        </label>
        <p class="composer-problem" role="alert">${this.problem}</p>
        <div class="poll-actions">
          <button type="button" class="btn btn-plain" @click=${() => this.dialog?.close()}>${t("Cancel")}</button>
          <button class="btn btn-primary" ?disabled=${this.busy}>${t("Ask")}</button>
        </div>
      </form>
    </dialog>`;
  }

  private option(text: string, place: number): TemplateResult {
    const name = t("Option {n}", { n: place + 1 });
    return html`<div class="poll-row">
      <input class="poll-input" maxlength="100" dir="auto" autocomplete="off" aria-label=${name} placeholder=${name}
        .value=${text} @input=${(event: Event) => this.typed(event, place)} @keydown=${(event: KeyboardEvent) => this.pressed(event, place)} />
      ${
        this.options.length > FEWEST
          ? html`<button type="button" class="chat-tool" aria-label=${t("Remove option {n}", { n: place + 1 })}
            @click=${() => this.less(place)}>${icon("x", "icon-s")}</button>`
          : nothing
      }
    </div>`;
  }

  private typed(event: Event, place: number): void {
    if (event.target instanceof HTMLInputElement) this.options[place] = event.target.value;
    this.problem = "";
    this.requestUpdate();
  }

  /** Enter leads to the next option; from the last one that says something to a new one. */
  private pressed(event: KeyboardEvent, place: number): void {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    if (place + 1 < this.options.length) this.focusOption(place + 1);
    else if (this.options[place] && this.options.length < MOST) void this.more();
  }

  private async more(): Promise<void> {
    this.options = [...this.options, ""];
    this.requestUpdate();
    await this.updateComplete;
    this.focusOption(this.options.length - 1);
  }

  private less(place: number): void {
    this.options = this.options.filter((_text, at) => at !== place);
    this.requestUpdate();
  }

  private focusOption(place: number): void {
    this.querySelectorAll<HTMLInputElement>(".poll-row input")[place]?.focus();
  }

  private async submit(event: Event): Promise<void> {
    event.preventDefault();
    const form = this.querySelector("form");
    if (!form || this.busy) return;
    const fields = new FormData(form);
    const minutes = Number(fields.get("minutes"));
    const poll = {
      question: String(fields.get("question") ?? ""),
      // Empty lines at the end are those that were not needed.
      options: this.options.filter((text) => text.trim()),
      many: fields.has("many"),
      anonymous: fields.has("anonymous"),
      minutes: minutes || null,
    };
    this.busy = true;
    this.requestUpdate();
    try {
      // The same id goes with the next try: if it was stored after all, it is not asked twice.
      await gateway.request("message.send", { room: this.room, cid: this.cid, body: "", poll });
      this.dialog?.close();
      this.asked();
    } catch (error) {
      const sentence = error instanceof Refused ? error.message : "";
      this.problem = sentence || t("This did not work. Please try again.");
    }
    this.busy = false;
    this.requestUpdate();
  }

  private get dialog(): HTMLDialogElement | null {
    return this.querySelector("dialog");
  }
}

customElements.define("samovar-poll-dialog", PollDialog);

/** Shows the form for a poll in this room; `asked` is called once it stands there. */
export async function openPollDialog(room: number, asked: () => void): Promise<void> {
  const dialog = new PollDialog();
  Object.assign(dialog, { room, asked });
  document.body.append(dialog);
  await dialog.updateComplete;
}
