import { html, nothing, type TemplateResult } from "lit";
import { t } from "../../lib/i18n";
import { icon } from "../../lib/icons";
import { LightElement } from "../../lib/light";
import { callSession } from "../../media/session";
import { control } from "../../recording/control";
import { running } from "../../recording/running";
import { told } from "./badge";

/** **Record** for hosts, in the bar of the call, or with `kind="item"` as a line of **More**. */
export class RecordingButton extends LightElement {
  private stops: (() => void)[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    const redraw = (): void => this.requestUpdate();
    this.stops = [
      running.events.on("change", redraw),
      control.events.on("change", redraw),
      callSession.events.on("change", redraw),
    ];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.stops) stop();
  }

  protected override render(): TemplateResult | typeof nothing {
    if (callSession.phase !== "in" || !callSession.isHost) return nothing;
    const on = running.current !== null;
    const kind = this.getAttribute("kind");
    if (kind === "server") return on ? nothing : this.renderServer();
    return kind === "item" ? this.renderItem(on) : this.renderButton(on);
  }

  private renderButton(on: boolean): TemplateResult {
    const name = t("Record");
    return html`<button
      type="button"
      class="call-button call-seldom rec-button"
      data-source="record"
      aria-label=${name}
      title=${name}
      aria-pressed=${on ? "true" : "false"}
      aria-busy=${control.busy ? "true" : "false"}
      @click=${() => toggle(on)}
    >
      ${icon("circle-dot")}
    </button>`;
  }

  /** A closed laptop ends nothing then. */
  private renderServer(): TemplateResult {
    return html`<button type="button" class="call-item" @click=${() => told(control.start(true))}>
      ${icon("circle-dot", "icon-s")}<span>${t("Record on the server")}</span>
    </button>`;
  }

  private renderItem(on: boolean): TemplateResult {
    return html`<button type="button" class="call-item call-phone-item" aria-pressed=${on ? "true" : "false"} @click=${() => toggle(on)}>
      ${icon("circle-dot", "icon-s")}<span>${t("Record")}</span><span class="call-item-switch" aria-hidden="true"></span>
    </button>`;
  }
}

function toggle(on: boolean): void {
  told(on ? control.stop() : control.start());
}
