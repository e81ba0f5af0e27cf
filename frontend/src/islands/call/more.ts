import { html, LitElement, nothing, type TemplateResult } from "lit";
import { toast } from "../../enhance/toasts";
import { t } from "../../lib/i18n";
import { type IconName, icon } from "../../lib/icons";
import { captions } from "../../media/captions";
import { listDevices, rememberChoice, rememberedChoice } from "../../media/devices";
import { mutedEar } from "../../media/mutedEar";
import { callSession } from "../../media/session";
import { visit } from "../../shell/navigation";
import { blurSwitch } from "./blur-view";
import { chosenLayout } from "./chosen-layout";
import { CallController } from "./controller";
import { type DeviceKind, deviceSelects, type Listed, NONE } from "./devices-view";
import { fullScreenIsThere, toggleFullScreen } from "./full-screen";
import { hostControls } from "./host-controls";
import { emojiView } from "./reactions";
import { toggleHand } from "./shortcuts";
import { toggleCaptions } from "./toggle-captions";
import { troubleSentence } from "./troubles";

function item(symbol: IconName, name: string, act: () => void): TemplateResult {
  return html`<button type="button" class="call-item" @click=${act}>${icon(symbol, "icon-s")}<span>${name}</span></button>`;
}

function pressed(symbol: IconName, name: string, on: boolean | undefined, act: () => void): TemplateResult {
  return html`<button type="button" class="call-item" aria-pressed=${on ? "true" : "false"} @click=${act}>
    ${icon(symbol, "icon-s")}<span>${name}</span><span class="call-item-switch" aria-hidden="true"></span>
  </button>`;
}

/** Somebody with an account, in a room of somebody else. */
function mayReport(): boolean {
  const role = callSession.tiles.find(({ me }) => me)?.person.role;
  return role === "host" || role === "member";
}

/** On phones there is no room for it above the tiles. The call goes on over the other page. */
function report(): void {
  document.querySelector<HTMLElement>("#call-more")?.hidePopover();
  visit(`/report/room/${callSession.address.room}/`);
}

/** The large picture, else the first, in a window of its own above all others. */
async function pictureInPicture(): Promise<void> {
  const video = document.querySelector<HTMLVideoElement>(
    ".call-large video, .call-tile[data-me=false] video",
  );
  // Refused without a picture that plays; then there is nothing to show.
  await video?.requestPictureInPicture().catch(() => toast(t("There is no picture to show now.")));
}

/** Go over to a picture with its background blurred, or without; the others see no pause. */
async function reblur(on: boolean): Promise<void> {
  rememberChoice({ ...rememberedChoice(), blur: on });
  await callSession.choose("camera", rememberedChoice().camera);
}

/** What is seldom needed during a call, behind **More**. */
export class CallMore extends LitElement {
  private listed: Listed = NONE;
  private readonly look = (): void => void this.list();

  constructor() {
    super();
    new CallController(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    navigator.mediaDevices?.addEventListener?.("devicechange", this.look);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    navigator.mediaDevices?.removeEventListener?.("devicechange", this.look);
  }

  protected override createRenderRoot(): this {
    return this;
  }

  private async list(): Promise<void> {
    this.listed = await listDevices();
    this.requestUpdate();
  }

  protected override render(): TemplateResult | typeof nothing {
    if (callSession.phase !== "in") return nothing;
    return html`<button
        type="button"
        class="call-button call-more-button"
        aria-label=${t("More")}
        title=${t("More")}
        popovertarget="call-more"
        aria-haspopup="dialog"
      >
        ${icon("ellipsis-vertical")}
      </button>
      <div
        id="call-more"
        class="call-more"
        popover
        role="dialog"
        aria-label=${t("More")}
        @toggle=${(event: ToggleEvent) => event.newState === "open" && this.look()}
      >
        ${callSession.isHost ? hostControls() : nothing} ${this.renderViews()}
        ${deviceSelects(this.listed, rememberedChoice(), (kind, device) => void this.choose(kind, device))}
      </div>`;
  }

  private renderViews(): TemplateResult {
    const { layout, selfHidden } = chosenLayout.choice;
    return html`<div class="call-hosts call-phone">
      ${pressed(
        "hand",
        t("Raise hand"),
        callSession.tiles.some((tile) => tile.me && tile.hand),
        toggleHand,
      )}
      ${pressed("captions", t("Captions"), captions.on, toggleCaptions)}
      <samovar-recording-button kind="item"></samovar-recording-button>
      <div class="call-emojis" role="group" aria-label=${t("Reactions")}>${emojiView()}</div>
      ${mayReport() ? item("flag", t("Report"), report) : nothing}
    </div>
    <div class="call-hosts">
      ${pressed(
        "layout-grid",
        t("Grid layout"),
        layout === "grid",
        this.drawn(() => chosenLayout.toggleLayout()),
      )}
      ${pressed(
        "eye-off",
        t("Hide my own picture"),
        selfHidden,
        this.drawn(() => chosenLayout.toggleSelf()),
      )}
      ${pressed(
        "mic-off",
        t("Tell me when I speak while muted"),
        mutedEar.wanted,
        this.drawn(() => mutedEar.want(!mutedEar.wanted)),
      )}
      ${blurSwitch(callSession.local.tracks.get("camera"), {
        drawn: () => this.requestUpdate(),
        reopen: (on) => reblur(on),
      })}
      ${callSession.local.has("screen") ? this.renderSmooth() : nothing}
      ${fullScreenIsThere() ? item("maximize", t("Full screen"), toggleFullScreen) : nothing}
      ${document.pictureInPictureEnabled ? item("picture-in-picture-2", t("Picture in picture"), () => void pictureInPicture()) : nothing}
      <samovar-recording-button kind="server"></samovar-recording-button>
      ${item("info", t("Keyboard shortcuts"), () => this.querySelector("samovar-call-keys")?.show())}
      <samovar-call-keys></samovar-call-keys>
    </div>`;
  }

  private renderSmooth(): TemplateResult {
    const { local } = callSession;
    return pressed("film", t("Smooth motion instead of sharp text"), local.smooth, () => {
      void local.smoothen(!local.smooth).then(() => this.requestUpdate());
    });
  }

  private drawn(act: () => void): () => void {
    return () => {
      act();
      this.requestUpdate();
    };
  }

  private async choose(kind: DeviceKind, device: string): Promise<void> {
    await callSession.choose(kind, device || null);
    const trouble = kind === "speaker" ? null : callSession.trouble(kind);
    const text = kind !== "speaker" && trouble ? troubleSentence(kind, trouble) : null;
    if (text) toast(text, "error");
    this.requestUpdate();
  }
}
