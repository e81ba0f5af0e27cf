import { html, LitElement, nothing, type TemplateResult } from "lit";
import { toast } from "../../enhance/toasts";
import { t } from "../../lib/i18n";
import { type IconName, icon } from "../../lib/icons";
import { captions } from "../../media/captions";
import { screenCanBeShared } from "../../media/devices";
import type { Source } from "../../media/mediaSession";
import { callSession } from "../../media/session";
import { CallController } from "./controller";
import { reactionsView } from "./reactions";
import { toggleHand } from "./shortcuts";
import { toggleCaptions } from "./toggle-captions";
import { troubleSentence } from "./troubles";

const SYMBOLS: Readonly<Record<Source, readonly [on: IconName, off: IconName]>> = {
  microphone: ["mic", "mic-off"],
  camera: ["video", "video-off"],
  screen: ["monitor-up", "monitor-up"],
};

/** Names never change with the state; `aria-pressed` tells it. */
export function sourceName(source: Source): string {
  if (source === "microphone") return t("Microphone");
  return source === "camera" ? t("Camera") : t("Share screen");
}

/** A round button that turns one source on and off. */
export function sourceButton(
  source: Source,
  on: boolean,
  busy: boolean,
  toggle: (on: boolean) => void,
): TemplateResult {
  const [lit, out] = SYMBOLS[source];
  return html`<button
    type="button"
    class="call-button"
    data-source=${source}
    aria-label=${sourceName(source)}
    title=${sourceName(source)}
    aria-pressed=${on ? "true" : "false"}
    aria-busy=${busy ? "true" : "false"}
    @click=${() => toggle(!on)}
  >
    ${icon(on ? lit : out)}
  </button>`;
}

function toggleButton(symbol: IconName, name: string, on: boolean, act: () => void): TemplateResult {
  return html`<button
    type="button"
    class="call-button call-seldom"
    data-source=${symbol}
    aria-label=${name}
    title=${name}
    aria-pressed=${on ? "true" : "false"}
    @click=${act}
  >
    ${icon(symbol)}
  </button>`;
}

/** Microphone, camera, screen and hanging up. `part="toggles"` or `part="hangup"` shows one half of it. */
export class CallControls extends LitElement {
  constructor() {
    super();
    new CallController(this);
  }

  protected override createRenderRoot(): this {
    return this;
  }

  protected override render(): TemplateResult | typeof nothing {
    if (callSession.phase !== "in") return nothing;
    const only = this.getAttribute("part");
    return html`${only === "hangup" ? nothing : this.renderToggles()}
    ${only === "toggles" ? nothing : this.renderHangUp()}`;
  }

  private renderToggles(): TemplateResult {
    const sources: Source[] = screenCanBeShared()
      ? ["microphone", "camera", "screen"]
      : ["microphone", "camera"];
    return html`<div class="call-controls">
      ${sources.map((source) =>
        sourceButton(source, callSession.local.has(source), callSession.isBusy(source), (on) => {
          void this.turn(source, on);
        }),
      )}
      ${this.renderCaptions()} <samovar-recording-button></samovar-recording-button> ${this.renderHand()} ${reactionsView()}
      <samovar-call-more></samovar-call-more>
    </div>`;
  }

  private renderHand(): TemplateResult {
    const up = callSession.tiles.some((tile) => tile.me && tile.hand);
    return toggleButton("hand", t("Raise hand"), up, toggleHand);
  }

  private renderCaptions(): TemplateResult {
    return toggleButton("captions", t("Captions"), captions.on, toggleCaptions);
  }

  private renderHangUp(): TemplateResult {
    return html`<button type="button" class="call-hangup" @click=${() => void callSession.leave()}>
      ${icon("phone-off")}<span class="call-hangup-text">${t("Hang up")}</span>
    </button>`;
  }

  private async turn(source: Source, on: boolean): Promise<void> {
    await callSession.turn(source, on);
    const trouble = callSession.trouble(source);
    const text = on && trouble ? troubleSentence(source, trouble) : null;
    if (text) toast(text, "error");
  }
}
