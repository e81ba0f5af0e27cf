import { html, nothing, type TemplateResult } from "lit";
import { t } from "../../lib/i18n";
import { icon } from "../../lib/icons";
import { blur, blurOf, modelIsThere } from "../../media/blur";
import { rememberChoice, rememberedChoice } from "../../media/devices";

// Said beside the switch: over a dialog or More nothing else would be seen.
const refusing = new WeakSet<MediaStreamTrack>();
let changing = false;

export interface BlurChange {
  /** Called when there is something new to draw. */
  readonly drawn: () => void;
  /** Remember the wish and open the camera with it, where camera and system cannot blur by themselves. */
  readonly reopen: (on: boolean) => Promise<void>;
}

/**
 * The switch for a blurred background: of the camera where it has one, else of the model that runs here. Without either
 * it says so, and can only be turned off.
 */
export function blurSwitch(track: MediaStreamTrack | null | undefined, change: BlurChange): TemplateResult {
  const native = blurOf(track);
  const able = native !== null || modelIsThere();
  const on = native ?? rememberedChoice().blur;
  return html`<button
    type="button"
    class="call-item call-blur"
    aria-pressed=${on ? "true" : "false"}
    aria-busy=${changing ? "true" : "false"}
    ?disabled=${changing || !(able || on)}
    @click=${() => void choose(native === null ? null : track, !on, change)}
  >
    ${icon("sparkles", "icon-s")}<span>${t("Blur the background")}</span>
    <span class="call-item-switch" aria-hidden="true"></span>
  </button>
  ${track && refusing.has(track) ? trouble(t("Your computer does not do that now: it may be too busy.")) : nothing}
  ${able ? nothing : inability()}`;
}

function inability(): TemplateResult {
  return html`<p class="call-blur-hint">${t("This browser cannot blur the background, and neither can this camera.")}</p>`;
}

function trouble(words: string): TemplateResult {
  return html`<p class="call-trouble" role="alert">${icon("circle-alert", "icon-s")}<span>${words}</span></p>`;
}

async function choose(
  able: MediaStreamTrack | null | undefined,
  on: boolean,
  { drawn, reopen }: BlurChange,
): Promise<void> {
  changing = true;
  drawn();
  try {
    if (!able) await reopen(on);
    else if (await blur(able, on)) {
      refusing.delete(able);
      rememberChoice({ ...rememberedChoice(), blur: on });
    } else refusing.add(able);
  } finally {
    changing = false;
    drawn();
  }
}
