import { html, type TemplateResult } from "lit";
import { toast } from "../enhance/toasts";
import { t, tn } from "../lib/i18n";
import { icon } from "../lib/icons";
import { LightElement } from "../lib/light";
import { LONGEST, Recording, type Spoken } from "./recording";
import { lengthText } from "./sizes";
import { hush, wave } from "./voice-player";
import { voiceTrouble } from "./voice-trouble";

/** Pressed for longer than this, it records as long as it is held; ms. */
const HELD = 400;
/** Let go so far from the button, what was said while it was held is thrown away; pixels. */
const AWAY = 80;

/** Of so many loudnesses the last ones are drawn while it records: as many as the widest field holds. */
const DRAWN = 260;

/** What the button tells its composer: send this. */
export type VoiceEvent = CustomEvent<Spoken>;

/**
 * Records a voice message. A press begins (and goes on without the finger); the next one sends it, or stops it, so
 * that one listens first. Held down, it stops when it is let go. Until it is sent it can be thrown away.
 */
export class VoiceButton extends LightElement {
  private recording: Recording | null = null;
  private spoken: Spoken | null = null;
  private preview: { player: HTMLAudioElement; address: string } | null = null;
  private levels: number[] = [];
  private beginning: Promise<void> | null = null;
  private pressed = 0;
  private from = { x: 0, y: 0 };

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.cancel();
  }

  protected override render(): unknown {
    if (this.spoken) return this.listenView(this.spoken);
    if (this.recording) return this.recordView(this.recording);
    const name = t("Voice message");
    return html`<button type="button" class="composer-tool" aria-label=${name} title=${name}
      @pointerdown=${this.press} @click=${this.clicked}>${icon("mic")}</button>`;
  }

  private recordView({ length }: Recording): TemplateResult {
    return html`<div class="voice-bar" role="group" aria-label=${t("Voice message")}
      @keydown=${(event: KeyboardEvent) => event.key === "Escape" && this.cancel()}>
      ${this.throwAway()}
      <span class="voice-dot" aria-hidden="true"></span>
      <span class="voice-time tabular" role="timer" aria-label=${t("Recording")}>${lengthText(length)}</span>
      <span class="voice-wave is-live" dir="ltr">${wave(this.levels.slice(-DRAWN), 1)}</span>
      <button type="button" class="voice-play voice-stop" aria-label=${t("Stop recording")} title=${t("Stop recording")}
        @click=${() => void this.stop()}>${icon("square")}</button>
      ${this.sendButton(() => void this.stopAndSend())}
    </div>`;
  }

  private listenView(spoken: Spoken): TemplateResult {
    const going = this.preview !== null && !this.preview.player.paused;
    const seconds = spoken.duration / 1000;
    const at = this.preview?.player.currentTime ?? 0;
    return html`<div class="voice-bar" role="group" aria-label=${t("Voice message")}
      @keydown=${(event: KeyboardEvent) => event.key === "Escape" && this.cancel()}>
      ${this.throwAway()}
      <button type="button" class="voice-play" aria-label=${going ? t("Pause") : t("Play")} title=${going ? t("Pause") : t("Play")}
        @click=${() => void this.listen(spoken)}>${icon(going ? "pause" : "play")}</button>
      <span class="voice-wave">${wave(spoken.waveform, at / seconds)}</span>
      <span class="voice-time tabular">${lengthText(going ? at : seconds)}</span>
      ${this.sendButton(() => this.send(spoken))}
    </div>`;
  }

  private sendButton(act: () => void): TemplateResult {
    const name = t("Send voice message");
    return html`<button type="button" class="composer-send" aria-label=${name} title=${name}
      @click=${act}>${icon("send-horizontal")}</button>`;
  }

  private throwAway(): TemplateResult {
    const name = t("Discard voice message");
    return html`<button type="button" class="composer-tool is-danger" aria-label=${name} title=${name}
      @click=${() => this.cancel()}>${icon("trash-2")}</button>`;
  }

  private press(event: PointerEvent): void {
    // The browser still asks, or the microphone opens: a second one would never be closed.
    if (this.beginning !== null || event.button !== 0) return;
    this.pressed = performance.now();
    this.from = { x: event.clientX, y: event.clientY };
    // The button goes as soon as it records; where the finger is let go tells its window.
    const held = new AbortController();
    const { signal } = held;
    window.addEventListener("pointerup", (up) => this.letGo(up), { once: true, signal });
    // What the browser takes over (to scroll) is never let go; the next tap is another.
    window.addEventListener("pointercancel", () => held.abort(), { once: true, signal });
    this.beginning = this.begin();
  }

  /** By keyboard; the click that ends a press has been answered when the press began. */
  private clicked(event: MouseEvent): void {
    if (event.detail === 0 && !this.recording && !this.beginning) this.beginning = this.begin();
  }

  private async letGo(event: PointerEvent): Promise<void> {
    const held = performance.now() - this.pressed > HELD;
    await this.beginning;
    if (!held || !this.recording) return;
    const way = Math.hypot(event.clientX - this.from.x, event.clientY - this.from.y);
    if (way > AWAY) this.cancel();
    else await this.stop();
  }

  private async begin(): Promise<void> {
    this.levels = [];
    const begun = await Recording.begin((level) => this.heard(level));
    this.beginning = null;
    if (typeof begun === "string") toast(voiceTrouble(begun), "error");
    // Gone from the page while the browser asked: nobody could stop it any more.
    else if (!this.isConnected) begun.cancel();
    else await this.recordWith(begun);
  }

  private async recordWith(recording: Recording): Promise<void> {
    // Else the voice that is played would be in the one that is recorded.
    hush();
    this.recording = recording;
    this.show(true);
    this.requestUpdate();
    await this.updateComplete;
    this.querySelector<HTMLElement>(".voice-stop")?.focus();
  }

  private heard(level: number): void {
    this.levels.push(Math.round(level * 100));
    this.requestUpdate();
    const { recording } = this;
    if (!recording) return;
    const full = recording.length >= LONGEST;
    if (full) {
      const minutes = LONGEST / 60;
      toast(
        tn(
          "A voice message is at most {n} minute long: the rest was not recorded.",
          "A voice message is at most {n} minutes long: the rest was not recorded.",
          minutes,
        ),
      );
    }
    if (full || recording.ended) void this.stop();
  }

  private async stop(): Promise<void> {
    const { recording } = this;
    this.recording = null;
    if (!recording) return;
    const spoken = await recording.stop();
    if (spoken.blob.size === 0) {
      toast(voiceTrouble("failed"), "error");
      this.cancel();
      return;
    }
    this.spoken = spoken;
    this.requestUpdate();
    await this.updateComplete;
    this.querySelector<HTMLElement>(".composer-send")?.focus();
  }

  private async stopAndSend(): Promise<void> {
    await this.stop();
    if (this.spoken) this.send(this.spoken);
  }

  private async listen({ blob }: Spoken): Promise<void> {
    if (!this.preview) {
      const address = URL.createObjectURL(blob);
      const player = new Audio(address);
      for (const name of ["play", "pause", "ended", "timeupdate"]) {
        player.addEventListener(name, () => this.requestUpdate());
      }
      this.preview = { player, address };
    }
    const { player } = this.preview;
    if (player.paused) await player.play().catch(() => undefined);
    else player.pause();
  }

  private send(spoken: Spoken): void {
    this.dispatchEvent(new CustomEvent("voice-send", { detail: spoken, bubbles: true }));
    this.cancel();
  }

  private cancel(): void {
    this.recording?.cancel();
    this.preview?.player.pause();
    if (this.preview) URL.revokeObjectURL(this.preview.address);
    this.recording = null;
    this.spoken = null;
    this.preview = null;
    this.show(false);
    this.requestUpdate();
  }

  /** While it records, its bar takes the place of the field. */
  private show(on: boolean): void {
    this.closest(".composer-box")?.classList.toggle("is-recording", on);
  }
}

customElements.define("samovar-voice-button", VoiceButton);
