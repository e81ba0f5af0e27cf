import { html, nothing, type TemplateResult } from "lit";
import { toast } from "../../enhance/toasts";
import { t } from "../../lib/i18n";
import { icon } from "../../lib/icons";
import { LightElement } from "../../lib/light";
import { elapsed } from "../../lib/time";
import { callSession } from "../../media/session";
import { control } from "../../recording/control";
import { troubleText } from "../../recording/notice";
import { running } from "../../recording/running";

const SECOND = 1000;
const TOLD_AFTER_MS = 8000;

/** A refusal is said in passing. */
export function told(doing: Promise<unknown>): void {
  doing.catch((error: unknown) => {
    if (error instanceof Error) toast(error.message, "error");
  });
}

/** "Recording" in red for everybody in the room `room`, with its time; hosts pause it here. */
export class RecordingBadge extends LightElement {
  static override properties = { room: { type: Number } };
  declare room: number;
  private timer = 0;
  private stops: (() => void)[] = [];

  constructor() {
    super();
    this.room = 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const redraw = (): void => this.requestUpdate();
    this.stops = [
      running.events.on("change", redraw),
      control.events.on("change", redraw),
      callSession.events.on("change", redraw),
    ];
    this.timer = window.setInterval(redraw, SECOND);
    if (callSession.phase === "idle") running.follow(this.room);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.stops) stop();
    window.clearInterval(this.timer);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { current } = running;
    if (!current) return nothing;
    const wrong = this.wrong;
    return html`<span class="rec-badge" data-paused=${current.paused ? "true" : "false"} data-trouble=${wrong ? "true" : "false"}>
      <span class="rec-badge-text" role="status">
        ${icon(current.paused ? "pause" : "circle-dot", "icon-s")}<span>${current.paused ? t("Recording paused") : t("Recording")}</span>
        ${wrong ? html`<span class="rec-badge-wrong">${wrong}</span>` : nothing}
      </span>
      <span class="rec-badge-time tabular" role="timer" aria-label=${t("Recorded so far")}>${elapsed(running.elapsed / SECOND)}</span>
      ${callSession.isHost && callSession.phase === "in" ? this.renderPause(current.paused) : nothing}
    </span>`;
  }

  private get wrong(): string {
    const held = control.heldSince;
    if (held !== null && performance.now() - held >= TOLD_AFTER_MS)
      return t("Kept in this browser until the connection is back.");
    if (control.refused && control.here) return t("A part was refused and is kept in this browser.");
    return running.current ? troubleText(running.current.trouble) : "";
  }

  private renderPause(paused: boolean): TemplateResult {
    const name = t("Pause recording");
    return html`<button
      type="button"
      class="rec-badge-pause"
      aria-label=${name}
      title=${name}
      aria-pressed=${paused ? "true" : "false"}
      ?disabled=${control.busy}
      @click=${() => told(control.pause(!paused))}
    >
      ${icon(paused ? "play" : "pause", "icon-s")}
    </button>`;
  }
}
