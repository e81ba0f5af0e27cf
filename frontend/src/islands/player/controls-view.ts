import { html, nothing, type TemplateResult } from "lit";
import { formatNumber, t } from "../../lib/i18n";
import { type IconName, icon } from "../../lib/icons";
import { place as timeOf } from "../../lib/time";

export const SPEEDS: readonly number[] = [0.5, 0.75, 1, 1.25, 1.5, 2];
const THUMB = { width: 160, height: 90 };

/** Small pictures of the whole length on one sheet. */
export interface Sheet {
  readonly address: string;
  readonly count: number;
  readonly columns: number;
}

/** All that the bar is drawn from; times in milliseconds. `over`: where the pointer is on the line. */
export interface Bar {
  readonly at: number;
  readonly length: number;
  readonly playing: boolean;
  readonly speed: number;
  readonly muted: boolean;
  readonly captions: boolean | null;
  readonly over: number | null;
  readonly chapters: readonly number[];
  readonly sheet: Sheet;
}

export interface BarDoings {
  toggle(): void;
  seek(ms: number): void;
  hover(share: number | null): void;
  speed(value: number): void;
  mute(): void;
  captions(): void;
  full(): void;
}

export function barView(bar: Bar, doings: BarDoings): TemplateResult {
  return html`<div class="player-bar">
    ${button(bar.playing ? "pause" : "play", bar.playing ? t("Pause") : t("Play"), doings.toggle)}
    <span class="player-time tabular" aria-hidden="true">${timeOf(bar.at / 1000)} / ${timeOf(bar.length / 1000)}</span>
    <span
      class="player-line"
      @pointermove=${(event: PointerEvent) => doings.hover(shareOf(event))}
      @pointerleave=${() => doings.hover(null)}
    >
      <input
        type="range"
        min="0"
        max=${bar.length}
        step="100"
        .value=${String(Math.round(bar.at))}
        aria-label=${t("Position")}
        aria-valuetext=${t("{at} of {length}", { at: timeOf(bar.at / 1000), length: timeOf(bar.length / 1000) })}
        @input=${(event: Event) => event.target instanceof HTMLInputElement && doings.seek(Number(event.target.value))}
      />
      ${bar.chapters.map(
        (at) =>
          html`<span class="player-notch" data-left=${`${(at / Math.max(1, bar.length)) * 100}%`}></span>`,
      )}
      ${bar.over === null ? nothing : previewView(bar, bar.over)}
    </span>
    <label class="player-speed">
      <span class="sr-only">${t("Speed")}</span>
      <select @change=${(event: Event) => event.target instanceof HTMLSelectElement && doings.speed(Number(event.target.value))}>
        ${SPEEDS.map((speed) => html`<option value=${speed} ?selected=${speed === bar.speed}>${formatNumber(speed)}×</option>`)}
      </select>
    </label>
    ${toggle(bar.muted ? "volume-x" : "volume-2", t("Mute the sound"), bar.muted, doings.mute)}
    ${bar.captions === null ? nothing : toggle("captions", t("Captions"), bar.captions, doings.captions)}
    ${button("maximize", t("Full screen"), doings.full)}
  </div>`;
}

/** The picture of the place the pointer is over. */
function previewView({ sheet, length }: Bar, share: number): TemplateResult {
  const index = Math.min(sheet.count - 1, Math.floor(share * sheet.count));
  const [column, row] = [index % sheet.columns, Math.floor(index / sheet.columns)];
  const place = `-${column * THUMB.width}px -${row * THUMB.height}px`;
  return html`<span class="player-preview" aria-hidden="true" data-left=${`${share * 100}%`}>
    ${sheet.count > 0 ? html`<span class="player-thumb" data-sheet=${sheet.address} data-place=${place}></span>` : nothing}
    <span class="tabular">${timeOf((share * length) / 1000)}</span>
  </span>`;
}

/** Put what was drawn into its place: style attributes are forbidden by the policy, the object is not. */
export function place(bar: ParentNode): void {
  for (const one of bar.querySelectorAll<HTMLElement>("[data-left]")) one.style.left = one.dataset.left ?? "";
  for (const one of bar.querySelectorAll<HTMLElement>("[data-sheet]")) {
    one.style.backgroundImage = `url("${one.dataset.sheet ?? ""}")`;
    one.style.backgroundPosition = one.dataset.place ?? "";
  }
}

/** The line always runs from left to right, as media controls do. */
function shareOf(event: PointerEvent): number {
  if (!(event.currentTarget instanceof HTMLElement)) return 0;
  const { left, width } = event.currentTarget.getBoundingClientRect();
  return Math.min(1, Math.max(0, (event.clientX - left) / Math.max(1, width)));
}

function button(symbol: IconName, name: string, act: () => void): TemplateResult {
  return html`<button type="button" class="player-button" aria-label=${name} title=${name} @click=${act}>${icon(symbol)}</button>`;
}

function toggle(symbol: IconName, name: string, on: boolean, act: () => void): TemplateResult {
  return html`<button type="button" class="player-button" aria-label=${name} title=${name} aria-pressed=${on ? "true" : "false"} @click=${act}>
    ${icon(symbol)}
  </button>`;
}
