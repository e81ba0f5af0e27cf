import { html, nothing, svg, type TemplateResult } from "lit";
import type { FileView } from "../generated/wire";
import { formatNumber, t } from "../lib/i18n";
import { icon } from "../lib/icons";
import { LightElement } from "../lib/light";
import { lengthText } from "./sizes";
import { BARS } from "./waveform";

const SPEEDS = [1, 1.5, 2];
const STEP = 5; // seconds of an arrow key

/** The voice that plays now: another one stops it. */
let playing: VoicePlayer | null = null;
/** Who listens to one voice faster listens to the next one so too. */
let speed = 1;
const shown = new Set<VoicePlayer>();

/** Stops the voice that plays. */
export function hush(): void {
  playing?.pause();
}

/** A voice message: `<samovar-voice .file .address>`; its waveform is the place to seek in. */
export class VoicePlayer extends LightElement {
  file: FileView | null = null;
  /** Where it is fetched. */
  address = "";
  private player: HTMLAudioElement | null = null;
  private lost = false;

  override connectedCallback(): void {
    super.connectedCallback();
    shown.add(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    shown.delete(this);
    this.pause();
    if (playing === this) playing = null;
  }

  pause(): void {
    this.player?.pause();
  }

  protected override render(): unknown {
    const { file } = this;
    if (!file) return nothing;
    if (this.lost) return this.lostView();
    const going = this.player !== null && !this.player.paused;
    const faster = formatNumber(speed);
    return html`<div class="voice" role="group" aria-label=${t("Voice message")}>
      <button type="button" class="voice-play" aria-label=${going ? t("Pause") : t("Play")} title=${going ? t("Pause") : t("Play")}
        @click=${() => void this.toggle()}>${icon(going ? "pause" : "play")}</button>
      <div class="voice-wave" role="slider" tabindex="0" aria-label=${t("Place in the voice message")} dir="ltr"
        aria-valuemin="0" aria-valuemax=${Math.floor(this.length)} aria-valuenow=${Math.floor(this.at)}
        aria-valuetext=${t("{at} of {length}", { at: lengthText(this.at), length: lengthText(this.length) })}
        @click=${(event: MouseEvent) => this.clicked(event)} @keydown=${(event: KeyboardEvent) => this.pressed(event)}>
        ${wave(file.waveform, this.length ? this.at / this.length : 0)}
      </div>
      <span class="voice-time tabular">${lengthText(going || this.at > 0 ? this.at : this.length)}</span>
      <button type="button" class="voice-speed tabular" aria-label=${t("Speed {speed}", { speed: faster })} @click=${hasten}>${t("{speed}×", { speed: faster })}</button>
    </div>`;
  }

  /** A line that was cut looks the same to a player as a file that is gone: one may try once more. */
  private lostView(): TemplateResult {
    return html`<span class="files-lost is-shown voice-lost">${icon("eye-off")}<span>${t("This voice message cannot be played.")}
      <button type="button" class="text-link" @click=${() => this.again()}>${t("Try again")}</button></span></span>`;
  }

  private again(): void {
    this.lost = false;
    this.player = null;
    void this.toggle();
  }

  /** Seconds. A recording of a browser does not say its own, so what was told with it counts. */
  private get length(): number {
    return (this.file?.duration ?? 0) / 1000;
  }

  private get at(): number {
    return Math.min(this.player?.currentTime ?? 0, this.length);
  }

  private ready(): HTMLAudioElement {
    if (this.player) return this.player;
    const player = new Audio(this.address);
    const draw = (): void => this.requestUpdate();
    for (const name of ["play", "pause", "timeupdate", "seeked"]) player.addEventListener(name, draw);
    player.addEventListener("ended", () => {
      player.currentTime = 0;
      draw();
    });
    player.addEventListener("error", () => {
      this.lost = true;
      draw();
    });
    this.player = player;
    this.keepPace();
    return player;
  }

  private async toggle(): Promise<void> {
    const player = this.ready();
    if (!player.paused) {
      player.pause();
      return;
    }
    if (playing !== this) hush();
    playing = this;
    await player.play().catch(() => undefined);
  }

  /** Plays as fast as is chosen, also after the browser has loaded it anew. */
  keepPace(): void {
    if (this.player) {
      this.player.defaultPlaybackRate = speed;
      this.player.playbackRate = speed;
    }
    this.requestUpdate();
  }

  private clicked(event: MouseEvent): void {
    const { left, width } = (event.currentTarget as Element).getBoundingClientRect();
    void this.seek((this.length * (event.clientX - left)) / width);
  }

  private pressed(event: KeyboardEvent): void {
    const steps: Record<string, number> = {
      ArrowRight: STEP,
      ArrowUp: STEP,
      ArrowLeft: -STEP,
      ArrowDown: -STEP,
    };
    const step = steps[event.key];
    if (step !== undefined) void this.seek(this.at + step);
    else if (event.key === "Home") void this.seek(0);
    else if (event.key === "End") void this.seek(this.length);
    else if (event.key === " " || event.key === "Enter") void this.toggle();
    else return;
    event.preventDefault();
  }

  private async seek(seconds: number): Promise<void> {
    const player = this.ready();
    await lengthKnown(player);
    player.currentTime = Math.min(Math.max(0, seconds), Math.max(0, this.length - 0.05));
    this.requestUpdate();
  }
}

function hasten(): void {
  speed = SPEEDS[(SPEEDS.indexOf(speed) + 1) % SPEEDS.length] ?? 1;
  for (const one of shown) one.keepPace();
}

/** What a browser recorded has no length in it; to go to its end lets the browser find it out. */
async function lengthKnown(player: HTMLAudioElement): Promise<void> {
  if (player.readyState === 0) {
    player.load();
    await heard(player, "loadedmetadata");
  }
  if (Number.isFinite(player.duration)) return;
  const before = player.currentTime;
  player.currentTime = Number.MAX_SAFE_INTEGER;
  await heard(player, "durationchange");
  player.currentTime = before;
}

function heard(player: HTMLAudioElement, name: string): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => resolve();
    player.addEventListener(name, end, { once: true });
    player.addEventListener("error", end, { once: true });
  });
}

/** Bars of a waveform, those before `share` played. */
export function wave(waveform: readonly number[], share: number): unknown {
  const bars = waveform.length > 0 ? waveform : Array.from({ length: BARS }, () => 10);
  return html`<svg viewBox="0 0 ${bars.length * 3} 24" preserveAspectRatio="none" aria-hidden="true">
    ${bars.map((height, place) => bar(place, height, place / bars.length < share))}
  </svg>`;
}

function bar(place: number, height: number, played: boolean): unknown {
  const tall = Math.max(2, (height / 100) * 22);
  return svg`<rect x=${place * 3} y=${12 - tall / 2} width="2" height=${tall} rx="1" class=${played ? "is-played" : ""} />`;
}

customElements.define("samovar-voice", VoicePlayer);
