import { html, nothing, type TemplateResult } from "lit";
import type { Person } from "../../generated/wire";
import { t } from "../../lib/i18n";
import { icon } from "../../lib/icons";
import { LightElement } from "../../lib/light";
import { NAME, named } from "../../lib/named";
import { Refused } from "../../realtime/requests";
import { isBlank } from "./limits";
import { whisperView } from "./whisper-view";
import { Whispers } from "./whispers";

/** The personal messages of a room, and the form to write one: `<samovar-personal room="12">`. */
export class Personal extends LightElement {
  private whispers: Whispers | null = null;
  private stop: (() => void) | null = null;
  private to: Person | null = null;
  private problem = "";
  private busy = false;
  private cid = "";
  private viewer = 0;

  /** The viewer's participant. */
  set me(me: number) {
    if (me === this.viewer) return;
    this.viewer = me;
    this.requestUpdate();
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.whispers = Whispers.of(Number(this.getAttribute("room")));
    this.stop = this.whispers.on("changed", () => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop?.();
    this.whispers?.release();
  }

  /** Shows the form for this person. */
  async writeTo(person: Person): Promise<void> {
    this.to = person;
    this.problem = "";
    this.cid = crypto.randomUUID();
    this.requestUpdate();
    await this.updateComplete;
    this.field?.focus();
  }

  protected override render(): TemplateResult {
    const all = this.whispers?.all ?? [];
    return html`<div class="personal">
      <div class="personal-log" role="log" aria-label=${t("Personal messages")} tabindex="0">
        ${all.length === 0 ? empty() : all.map((one) => whisperView(one, one.sender === this.viewer, `p${one.cid}`))}
      </div>
      ${this.to ? this.form(this.to) : nothing}
    </div>`;
  }

  private form({ name }: Person): TemplateResult {
    const title = named(t("Send to {name}", { name: NAME }), name);
    return html`<form class="personal-form" aria-labelledby="personal-title" @submit=${this.submit} novalidate>
      <div class="personal-head">
        <h2 id="personal-title">${icon("lock", "icon-s")}${title}</h2>
        <button type="button" class="chat-tool" aria-label=${t("Close")} title=${t("Close")} @click=${this.close}>
          ${icon("x", "icon-s")}
        </button>
      </div>
      <p class="hint">${t("Only the two of you see it.")}</p>
      <textarea class="composer-field" rows="2" dir="auto" aria-label=${t("Personal message")}
        placeholder=${t("Personal message")} @keydown=${this.pressed}></textarea>
      <p class="composer-problem" role="alert">${this.problem}</p>
      <button class="btn btn-primary btn-sm" aria-label=${t("Send to {name}", { name })} ?disabled=${this.busy}>
        ${icon("send-horizontal", "icon-s")}${t("Send")}
      </button>
    </form>`;
  }

  private pressed(event: KeyboardEvent): void {
    if (event.key === "Escape") this.close();
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    void this.submit(event);
  }

  private async submit(event: Event): Promise<void> {
    event.preventDefault();
    const { field, to } = this;
    if (!field || !to || this.busy) return;
    if (isBlank(field.value)) this.tell(t("Write something first."));
    else await this.send(to.id, field);
  }

  private async send(to: number, field: HTMLTextAreaElement): Promise<void> {
    this.busy = true;
    this.tell("");
    try {
      await this.whispers?.send(to, field.value, this.cid);
      this.cid = crypto.randomUUID();
      field.value = "";
    } catch (error) {
      // The same id goes with the next try: if it was stored after all, it is not stored twice.
      const sentence = error instanceof Refused ? error.message : "";
      this.problem = sentence || t("This did not work. Please try again.");
    }
    this.busy = false;
    this.requestUpdate();
    field.focus();
  }

  private tell(problem: string): void {
    this.problem = problem;
    this.requestUpdate();
  }

  private close(): void {
    this.to = null;
    this.requestUpdate();
  }

  private get field(): HTMLTextAreaElement | null {
    return this.querySelector("textarea");
  }
}

function empty(): TemplateResult {
  return html`<div class="empty">
    <span class="empty-icon">${icon("lock", "icon-l")}</span>
    <strong>${t("No personal messages")}</strong>
    <span>${t("Choose a person under People to write what only the two of you see.")}</span>
  </div>`;
}

customElements.define("samovar-personal", Personal);
