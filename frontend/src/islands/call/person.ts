import { html, LitElement, type TemplateResult } from "lit";
import { t } from "../../lib/i18n";
import { icon } from "../../lib/icons";
import { rings } from "../../media/rings";
import { callSession } from "../../media/session";
import { goTo, told } from "./ring";

/** The button that calls somebody: `<samovar-call-person username="bob">`. */
export class CallPerson extends LitElement {
  static override properties = { username: { type: String }, calling: { state: true } };
  declare username: string;
  declare private calling: boolean;

  constructor() {
    super();
    this.username = "";
    this.calling = false;
  }

  protected override createRenderRoot(): this {
    return this;
  }

  protected override render(): TemplateResult {
    return html`<button
      type="button"
      class="btn btn-plain"
      ?disabled=${this.calling}
      @click=${() => told(this.ring())}
    >
      ${icon("phone", "icon-s")}<span>${t("Call")}</span>
    </button>`;
  }

  private async ring(): Promise<void> {
    this.calling = true;
    try {
      const room = await rings.callPerson(this.username);
      if (callSession.room?.id === room.id) goTo(room);
    } finally {
      this.calling = false;
    }
  }
}
