import { html, LitElement, nothing, type TemplateResult } from "lit";
import { t } from "../../lib/i18n";
import { icon } from "../../lib/icons";
import { whyUnblurred } from "../../media/blur";
import type { CallRoom } from "../../media/call";
import {
  type Choice,
  type Kind,
  listDevices,
  type Opened,
  type OpenedDevices,
  openBoth,
  openDevice,
  rememberChoice,
  rememberedChoice,
  stopAll,
} from "../../media/devices";
import { meter } from "../../media/levels";
import { Listening } from "../../media/listening";
import { callSession } from "../../media/session";
import { playTestSound } from "../../media/testSound";
import { gateway } from "../../realtime/client";
import { Refused } from "../../realtime/requests";
import { blurSwitch } from "./blur-view";
import { sourceButton } from "./controls";
import { type DeviceKind, deviceSelects, type Listed, NONE } from "./devices-view";
import { face, video } from "./tile";
import { troubleSentence } from "./troubles";

/**
 * The look into the mirror before a call. `show()` opens it and only then asks for devices; **Join now** hands
 * them over to the call. Set `room` first, `name` is who looks into it. Tells `call-joined` and `call-declined`.
 */
export class CallPreview extends LitElement {
  static override properties = {
    room: { attribute: false },
    name: { type: String },
    opened: { state: true },
    listed: { state: true },
    choice: { state: true },
    joining: { state: true },
    refusal: { state: true },
    asking: { state: true },
    shown: { state: true },
    sounding: { state: true },
  };
  declare room: CallRoom | null;
  declare name: string;
  declare private opened: OpenedDevices;
  declare private listed: Listed;
  declare private choice: Choice;
  declare private joining: boolean;
  declare private asking: boolean;
  declare private refusal: string;
  declare private shown: boolean;
  declare private sounding: boolean;
  private asked: Promise<void> = Promise.resolve();
  private picture: MediaStream | null = null;
  private readonly listening = new Listening((levels) => this.showLevel(levels.get("me") ?? 0));

  constructor() {
    super();
    this.room = null;
    this.name = "";
    this.opened = {};
    this.listed = NONE;
    this.choice = rememberedChoice();
    this.joining = false;
    this.asking = false;
    this.refusal = "";
    this.shown = false;
    this.sounding = false;
  }

  protected override createRenderRoot(): this {
    return this;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.putAway();
  }

  /** Open the dialog and ask for microphone and camera, as they were left last time. */
  async show(): Promise<void> {
    if (this.dialog?.open) return;
    this.refusal = "";
    this.choice = rememberedChoice();
    this.shown = true;
    // From the first look on, so that it does not say "off" of what is just starting.
    this.asking = true;
    await this.updateComplete;
    this.dialog?.showModal();
    this.asked = this.ask();
    await this.asked;
    this.asking = false;
    this.listed = await listDevices();
  }

  private async ask(): Promise<void> {
    const { microphoneOn, cameraOn } = this.choice;
    if (microphoneOn && cameraOn) this.takeIfShown(await openBoth(this.choice));
    else if (microphoneOn) await this.open("microphone");
    else if (cameraOn) await this.open("camera");
  }

  private get dialog(): HTMLDialogElement | null {
    return this.querySelector("dialog");
  }

  /** Does somebody look at it? Only then may a device be open. */
  private get showing(): boolean {
    return this.isConnected && this.dialog?.open === true;
  }

  /** Who joins meanwhile waits for these devices too. */
  private async wait(opening: Promise<void>): Promise<void> {
    this.asked = Promise.all([this.asked, opening]).then(() => undefined);
    await opening;
  }

  private async open(kind: Kind): Promise<void> {
    this.takeIfShown({ [kind]: await openDevice(kind, this.choice[kind]) });
  }

  /** Closed while the browser was still asking: nothing may stay open. */
  private takeIfShown(opened: OpenedDevices): void {
    if (this.showing) this.take(opened);
    else stopAll(opened);
  }

  private take(opened: OpenedDevices): void {
    for (const kind of ["microphone", "camera"] as const)
      if (opened[kind]) trackOf(this.opened[kind])?.stop();
    this.opened = { ...this.opened, ...opened };
    const camera = trackOf(this.opened.camera);
    camera?.addEventListener("ended", () => this.ended(camera));
    this.picture = camera ? new MediaStream([camera]) : null;
    const microphone = trackOf(this.opened.microphone);
    this.listening.follow(new Map(microphone ? [["me", { track: microphone }]] : []));
    if (!microphone) this.showLevel(0);
  }

  private async turn(kind: Kind, on: boolean): Promise<void> {
    this.remember({ [`${kind}On`]: on });
    if (on) {
      await this.wait(this.open(kind));
      this.listed = await listDevices();
    } else {
      trackOf(this.opened[kind])?.stop();
      const { [kind]: _closed, ...rest } = this.opened;
      this.opened = rest;
      this.take({});
    }
  }

  private async choose(kind: DeviceKind, device: string): Promise<void> {
    this.remember({ [kind]: device || null });
    if (kind !== "speaker" && trackOf(this.opened[kind])) await this.wait(this.open(kind));
  }

  private async testSound(): Promise<void> {
    this.sounding = true;
    // A browser that plays nothing has said so in its own way.
    await playTestSound(this.choice.speaker).catch(() => undefined);
    this.sounding = false;
  }

  private blurred(): void {
    this.choice = rememberedChoice();
    this.requestUpdate();
  }

  private async reblur(on: boolean): Promise<void> {
    this.remember({ blur: on });
    const { camera } = this.opened;
    // A camera that stayed off for want of blur comes on without it.
    if (trackOf(camera) || (camera && "trouble" in camera && camera.trouble === "unblurred"))
      await this.wait(this.open("camera"));
  }

  /** A camera that ended by itself: unplugged, or its background could not be blurred any more. */
  private ended(track: MediaStreamTrack): void {
    if (trackOf(this.opened.camera) !== track) return;
    const why = whyUnblurred(track);
    this.choice = rememberedChoice();
    this.take({ camera: { trouble: why ?? "absent" } });
  }

  private remember(change: Partial<Choice>): void {
    this.choice = { ...this.choice, ...change };
    rememberChoice(this.choice);
  }

  private async join(): Promise<void> {
    const { room } = this;
    if (!room || this.joining) return;
    this.joining = true;
    this.refusal = "";
    // Who is quicker than his devices takes them along all the same.
    await this.asked;
    if (!this.showing) {
      this.joining = false;
      return;
    }
    const { opened } = this;
    // From here on the tracks belong to the call.
    this.opened = {};
    try {
      // Who is quicker than the page's connection waits for it.
      await gateway.connected();
      if (!this.showing) {
        stopAll(opened);
        return;
      }
      await callSession.join(room, opened);
      this.dialog?.close("joined");
      this.dispatchEvent(new CustomEvent("call-joined", { bubbles: true }));
    } catch (error) {
      // The call may never have got them.
      stopAll(opened);
      if (error instanceof Refused && error.code === "declined") {
        this.dialog?.close();
        return;
      }
      this.refusal =
        error instanceof Error && error.message.includes(" ")
          ? error.message
          : t("The call cannot be joined now. Please try again.");
      await this.reopen();
    } finally {
      this.joining = false;
    }
  }

  private async reopen(): Promise<void> {
    if (this.choice.microphoneOn) await this.open("microphone");
    if (this.choice.cameraOn) await this.open("camera");
  }

  private putAway(): void {
    stopAll(this.opened);
    this.opened = {};
    this.picture = null;
    this.listening.stop();
  }

  private closed(): void {
    const joined = this.dialog?.returnValue === "joined";
    this.putAway();
    this.shown = false;
    if (this.dialog) this.dialog.returnValue = "";
    if (!joined) this.dispatchEvent(new CustomEvent("call-declined", { bubbles: true }));
  }

  private showLevel(level: number): void {
    const bar = this.querySelector<HTMLElement>(".call-meter");
    bar?.style.setProperty("--level", meter(level).toFixed(2));
  }

  protected override render(): TemplateResult {
    return html`<dialog
      class="card-dialog call-preview"
      data-theme="dark"
      aria-labelledby="call-preview-title"
      @close=${() => this.closed()}
    >
      ${this.shown ? this.renderBody() : nothing}
    </dialog>`;
  }

  private renderBody(): TemplateResult {
    return html`<div class="card-dialog-head">
        <h2 id="call-preview-title">${t("Ready to join?")}</h2>
        <button type="button" class="call-close" aria-label=${t("Cancel")} @click=${() => this.dialog?.close()}>
          ${icon("x")}
        </button>
      </div>
      <p class="call-preview-room"><bdi>${this.room?.name ?? ""}</bdi></p>
      ${this.renderPicture()} ${this.renderTroubles()}
      ${deviceSelects(this.listed, this.choice, (kind, device) => void this.choose(kind, device))}
      ${blurSwitch(trackOf(this.opened.camera), {
        drawn: () => this.blurred(),
        reopen: (on) => this.reblur(on),
      })}
      <button
        type="button"
        class="call-test-sound"
        ?disabled=${this.sounding}
        @click=${() => void this.testSound()}
      >
        ${icon("volume-2", "icon-s")}<span>${t("Test sound")}</span>
      </button>
      ${this.refusal ? html`<p class="call-trouble" role="alert">${this.refusal}</p>` : nothing}
      <button type="button" class="call-join" ?disabled=${this.joining} @click=${() => void this.join()}>
        ${icon("video")}<span>${t("Join now")}</span>
      </button>`;
  }

  private renderPicture(): TemplateResult {
    const [microphone, camera] = [trackOf(this.opened.microphone), trackOf(this.opened.camera)];
    return html`<div class="call-mirror">
      ${face(this.name || "?")} ${this.picture ? video(this.picture, "mirrored") : nothing}
      ${this.renderHint(camera !== null)}
      <div class="call-mirror-bar">
        ${sourceButton("microphone", microphone !== null, this.asking, (on) => void this.turn("microphone", on))}
        ${sourceButton("camera", camera !== null, this.asking, (on) => void this.turn("camera", on))}
        <span class="call-meter" role="img" aria-label=${t("Loudness of your microphone")}></span>
      </div>
    </div>`;
  }

  private renderHint(camera: boolean): TemplateResult | typeof nothing {
    if (camera || this.joining) return nothing;
    return html`<span class="call-mirror-hint">${this.asking ? t("Waiting for your devices…") : t("Camera is off")}</span>`;
  }

  private renderTroubles(): TemplateResult[] {
    return (["microphone", "camera"] as const).flatMap((kind) => {
      const opened = this.opened[kind];
      const text = opened && "trouble" in opened ? troubleSentence(kind, opened.trouble) : null;
      return text
        ? [
            html`<p class="call-trouble" role="status">${icon("circle-alert", "icon-s")}<span>${text}</span></p>`,
          ]
        : [];
    });
  }
}

function trackOf(opened: Opened | undefined): MediaStreamTrack | null {
  return opened && "track" in opened ? opened.track : null;
}
