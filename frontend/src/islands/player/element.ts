import { html, nothing, type TemplateResult } from "lit";
import { t } from "../../lib/i18n";
import { type IconName, icon } from "../../lib/icons";
import { LightElement } from "../../lib/light";
import { place as timeOf } from "../../lib/time";
import { boardView } from "./board-view";
import { type Bar, type BarDoings, barView, place } from "./controls-view";
import {
  boardAt,
  type Item,
  matching,
  moreAfter,
  type Replay,
  reached,
  replayOf,
  sight,
  withMore,
} from "./replay";

const STEP_MS = 5000;
const SIGNS: Readonly<Record<Item["kind"], IconName>> = {
  joined: "log-in",
  screen: "monitor-up",
  board: "pencil",
  caption: "captions",
  message: "message-square",
  text: "sticky-note",
};

/**
 * Plays a recording with what happened beside it: `<samovar-player recording="7" length="61000" previews="15"
 * columns="10" version="1" captions? play?>`.
 */
export class Player extends LightElement {
  static override properties = {
    recording: { type: Number },
    length: { type: Number },
    previews: { type: Number },
    columns: { type: Number },
    version: {},
    captions: { type: Boolean },
    play: { type: Boolean },
  };
  declare recording: number;
  declare length: number;
  declare previews: number;
  declare columns: number;
  declare version: string;
  declare captions: boolean;
  declare play: boolean;
  private replay: Replay = { board: 0, items: [], strokes: [] };
  private failed = false;
  private query = "";
  private at = 0;
  private speed = 1;
  private playing = false;
  private muted = false;
  private captioned = false;
  private begun = false;
  private over: number | null = null;

  constructor() {
    super();
    this.recording = 0;
    this.length = 0;
    this.previews = 0;
    this.columns = 10;
    this.version = "";
    this.captions = false;
    this.play = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  private get here(): string {
    return `/recordings/${this.recording}`;
  }

  private get video(): HTMLVideoElement | null {
    return this.querySelector("video");
  }

  private async load(): Promise<void> {
    try {
      let content = await this.happened("");
      this.set(() => (this.replay = replayOf(content)));
      for (let last = moreAfter(content); last !== null && this.isConnected; ) {
        const later = await this.happened(`?after=${last}`);
        content = withMore(content, later);
        last = moreAfter(later);
      }
      this.replay = replayOf(content);
    } catch {
      this.failed = true;
    }
    this.requestUpdate();
  }

  private async happened(query: string): Promise<unknown> {
    const answer = await fetch(`${this.here}/replay/${query}`, { credentials: "same-origin" });
    if (!answer.ok) throw new Error(`${answer.status}`);
    return answer.json();
  }

  protected override firstUpdated(): void {
    // Refused where nobody has clicked yet; then the button is there.
    if (this.play) this.video?.play().catch(() => undefined);
  }

  private readonly doings: BarDoings = {
    toggle: () => this.toggle(),
    seek: (ms) => this.seek(ms),
    hover: (share) => this.set(() => (this.over = share)),
    speed: (value) =>
      this.set(() => {
        this.speed = value;
        if (this.video) this.video.playbackRate = value;
      }),
    mute: () => this.set(() => (this.muted = !this.muted)),
    captions: () => this.set(() => (this.captioned = !this.captioned)),
    full: () => void this.full(),
  };

  private set(change: () => void): void {
    change();
    this.requestUpdate();
  }

  private toggle(): void {
    const { video } = this;
    if (!video) return;
    if (video.paused) video.play().catch(() => undefined);
    else video.pause();
  }

  private seek(ms: number): void {
    const { video } = this;
    if (!video) return;
    this.at = Math.min(this.length, Math.max(0, ms));
    video.currentTime = this.at / 1000;
    this.requestUpdate();
  }

  private async full(): Promise<void> {
    if (document.fullscreenElement) await document.exitFullscreen();
    else
      await this.querySelector(".player-screen")
        ?.requestFullscreen()
        .catch(() => undefined);
  }

  private keyed(event: KeyboardEvent): void {
    const { target } = event;
    // The line takes them too: its own step is far too small to get anywhere by keys.
    const typed = target instanceof HTMLInputElement && target.type !== "range";
    if (typed || target instanceof HTMLSelectElement) return;
    const act: Record<string, () => void> = {
      " ": () => this.toggle(),
      k: () => this.toggle(),
      ArrowLeft: () => this.seek(this.at - STEP_MS),
      ArrowRight: () => this.seek(this.at + STEP_MS),
      m: this.doings.mute,
      f: this.doings.full,
    };
    const doing = act[event.key];
    if (!doing || (event.key === " " && event.target instanceof HTMLButtonElement)) return;
    event.preventDefault();
    doing();
  }

  protected override updated(): void {
    place(this);
    const { video } = this;
    const track = video?.textTracks[0];
    if (track) track.mode = this.captioned ? "showing" : "hidden";
    const now = this.querySelector<HTMLElement>(".player-items [aria-current=true]");
    const items = this.querySelector<HTMLElement>(".player-items");
    if (now && items && this.playing && !this.query) items.scrollTop = now.offsetTop - items.clientHeight / 2;
  }

  protected override render(): TemplateResult {
    const board = this.replay.strokes.some(({ shapes }) => shapes.length > 0);
    return html`<section class="player" aria-label=${t("Player")} @keydown=${(event: KeyboardEvent) => this.keyed(event)}>
      <div class="player-screen">
        <div class="player-picture">
          ${this.renderVideo()}
          ${this.begun ? nothing : html`<span class="player-start" aria-hidden="true">${icon("play", "icon-l")}</span>`}
        </div>
        ${barView(this.bar, this.doings)}
      </div>
      ${board ? this.renderBoard() : nothing}
      ${this.renderItems()}
    </section>`;
  }

  private get bar(): Bar {
    return {
      at: this.at,
      length: this.length,
      playing: this.playing,
      speed: this.speed,
      muted: this.muted,
      captions: this.captions ? this.captioned : null,
      over: this.over,
      chapters: this.replay.items.filter(({ kind }) => isChapter(kind)).map(({ at }) => at),
      sheet: {
        address: `${this.here}/previews.webp?${this.version}`,
        count: this.previews,
        columns: this.columns,
      },
    };
  }

  private went(): void {
    this.at = (this.video?.currentTime ?? 0) * 1000;
    this.begun ||= this.at > 0;
    this.requestUpdate();
  }

  private renderVideo(): TemplateResult {
    const playing = (): void =>
      this.set(() => {
        this.playing = this.video?.paused === false;
        this.begun ||= this.playing;
      });
    return html`<video
      class="player-video"
      src=${`${this.here}/video.webm?${this.version}`}
      poster=${`${this.here}/poster.webp?${this.version}`}
      preload="metadata"
      playsinline
      tabindex="0"
      aria-label=${t("Recording")}
      .muted=${this.muted}
      @click=${() => this.toggle()}
      @play=${playing}
      @pause=${playing}
      @ended=${playing}
      @timeupdate=${() => this.went()}
      >${this.captions ? html`<track kind="captions" src=${`${this.here}/captions.vtt`} label=${t("Captions")} />` : nothing}</video
    >`;
  }

  /** As it was at this moment. */
  private renderBoard(): TemplateResult {
    const { board, strokes } = this.replay;
    const shapes = boardAt(strokes, this.at);
    return html`<figure class="player-canvas">
      <figcaption>${icon("pencil", "icon-s")}<span>${t("Board")}</span></figcaption>
      ${shapes.length > 0 ? boardView(shapes, sight(strokes), board) : html`<p class="player-blank">${t("Nothing is on the board at this moment.")}</p>`}
    </figure>`;
  }

  private renderItems(): TemplateResult {
    const shown = matching(this.replay.items, this.query);
    const now = reached(shown, this.at);
    return html`<aside class="player-side" aria-label=${t("What happened")}>
      <label class="search player-search">
        ${icon("search", "icon-s")}<span class="sr-only">${t("Search in this recording")}</span>
        <input
          class="input"
          type="search"
          placeholder=${t("Search in this recording")}
          .value=${this.query}
          @input=${(event: Event) => event.target instanceof HTMLInputElement && this.search(event.target.value)}
        />
      </label>
      <ol class="player-items">
        ${shown.map((item, index) => this.renderItem(item, index === now))}
      </ol>
      ${shown.length === 0 ? html`<p class="player-none" role="status">${this.none}</p>` : nothing}
    </aside>`;
  }

  private get none(): string {
    if (this.failed) return t("What happened could not be loaded. Load the page anew.");
    return this.query ? t("Nothing found.") : t("Nothing was written or shared meanwhile.");
  }

  private search(query: string): void {
    this.set(() => (this.query = query));
  }

  private renderItem(item: Item, now: boolean): TemplateResult {
    return html`<li>
      <button type="button" class="player-item" data-kind=${item.kind} aria-current=${now ? "true" : "false"} @click=${() => this.seek(item.at)}>
        ${icon(SIGNS[item.kind], "icon-s")}
        <span class="player-item-text">${words(item)}</span>
        <span class="player-item-at tabular">${timeOf(item.at / 1000)}</span>
      </button>
    </li>`;
  }
}

function isChapter(kind: Item["kind"]): boolean {
  return kind === "joined" || kind === "screen" || kind === "board";
}

function words({ kind, who, text }: Item): TemplateResult | string {
  const name = who || t("Somebody");
  if (kind === "joined") return t("{name} joined", { name });
  if (kind === "screen") return t("{name} shared the screen", { name });
  if (kind === "board") return t("{name} drew on the board", { name });
  if (kind === "text") return html`<bdi>${text}</bdi>`;
  return html`<strong><bdi>${name}</bdi></strong> <bdi>${text}</bdi>`;
}
