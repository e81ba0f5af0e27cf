import { html, LitElement, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { t } from "../../lib/i18n";
import { type IconName, icon } from "../../lib/icons";
import { camerasFit } from "../../media/budget";
import type { Tile } from "../../media/call";
import { captions } from "../../media/captions";
import { moments } from "../../media/moments";
import { quality } from "../../media/quality";
import { rings } from "../../media/rings";
import { callSession } from "../../media/session";
import { unreached } from "../../media/unreached";
import { chosenLayout } from "./chosen-layout";
import { CallController } from "./controller";
import { columnsFor, OwnPlace } from "./grid";
import { Pages } from "./pages";
import { type Arrangement, arrange, handOrder } from "./state";
import { face, renderTile, video } from "./tile";
import { unreachedSentence } from "./troubles";

const WIDE = "(min-width: 768px)";

/** The pictures of the running call. Fills what it is put into; empty when there is no call here. */
export class CallStage extends LitElement {
  private readonly wide = window.matchMedia(WIDE);
  private readonly own = new OwnPlace(this);
  private readonly pages = new Pages(this, "[data-layout=strip] .call-tiles");
  private columns = 1;
  private rows = 1;
  private stops: (() => void)[] = [];
  private readonly turned = (): void => this.requestUpdate();

  constructor() {
    super();
    new CallController(this);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.wide.addEventListener("change", this.turned);
    this.stops = [
      rings.events.on("change", this.turned),
      moments.events.on("change", this.turned),
      quality.events.on("change", this.turned),
      unreached.events.on("change", this.turned),
      chosenLayout.events.on("change", this.turned),
      captions.events.on("change", this.turned),
    ];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.wide.removeEventListener("change", this.turned);
    for (const stop of this.stops) stop();
  }

  protected override createRenderRoot(): this {
    return this;
  }

  protected override render(): TemplateResult | typeof nothing {
    if (callSession.phase === "idle") return nothing;
    if (callSession.phase === "joining")
      return html`<div class="call-joining" role="status">${t("Joining…")}</div>`;
    const { tiles } = callSession;
    const arrangement = arrange(tiles, callSession.leading, this.wide.matches, chosenLayout.choice);
    return html`<section class="call-stage" data-layout=${arrangement.layout} aria-label=${t("Call")}>
      ${this.renderNotes(tiles.length)} ${this.renderTiles(arrangement)} ${this.renderLarge(arrangement)}
      ${this.renderCaptions(tiles)}
    </section>`;
  }

  /** Here and not in the markup, where the page's policy allows no style. */
  protected override updated(): void {
    this.style.setProperty("--columns", `${this.columns}`);
    this.style.setProperty("--rows", `${this.rows}`);
  }

  private renderTiles({ layout, tiles, screens }: Arrangement): TemplateResult {
    if (layout === "grid") {
      this.columns = columnsFor(tiles.length, this.own.place);
      this.rows = Math.ceil(tiles.length / this.columns);
    }
    return html`<div class="call-row">
      <div class="call-tiles">
        ${repeat(
          tiles,
          (tile) => tile.peer,
          (tile) => renderTile(tile, handOrder(callSession.tiles, tile.peer)),
        )}
        ${repeat(
          screens,
          (tile) => tile.peer,
          (tile) => otherScreen(tile),
        )}
      </div>
      ${layout === "strip" && this.pages.back ? this.renderTurn(false) : nothing}
      ${layout === "strip" && this.pages.on ? this.renderTurn(true) : nothing}
    </div>`;
  }

  private renderTurn(forward: boolean): TemplateResult {
    const name = forward ? t("Next tiles") : t("Previous tiles");
    return html`<button
      type="button"
      class="call-turn"
      data-way=${forward ? "on" : "back"}
      aria-label=${name}
      title=${name}
      @click=${() => this.pages.turn(forward)}
    >
      ${icon(forward ? "chevron-right" : "chevron-left")}
    </button>`;
  }

  private renderLarge({ large }: Arrangement): TemplateResult | typeof nothing {
    if (!large) return nothing;
    const { tile, source } = large;
    return html`<div class="call-large" data-source=${source}>
      ${face(tile.person.name, tile.person.avatar)} ${this.renderPicture(tile, source)}
      <span class="call-name">${largeName(tile, source)}</span>
    </div>`;
  }

  private renderPicture(tile: Tile, source: "camera" | "screen"): TemplateResult | typeof nothing {
    const stream = tile.streams[source];
    return stream ? video(stream, source === "screen" ? "whole" : "cover") : nothing;
  }

  /** What is said, as long as it is fresh; names lead the lines. */
  private renderCaptions(tiles: readonly Tile[]): TemplateResult | typeof nothing {
    if (!captions.on) return nothing;
    return html`<div class="call-captions" role="log" aria-label=${t("Captions")}>
      ${moments.lines.map(({ peer, text }) => {
        const name = tiles.find((tile) => tile.peer === peer)?.person.name ?? "";
        return html`<p dir="auto"><bdi>${name}</bdi>: ${text}</p>`;
      })}
    </div>`;
  }

  private renderAlone(): TemplateResult {
    const [name] = rings.outgoing.values();
    if (name) return note("phone-call", t("Calling {name}…", { name }));
    return note("users", t("Nobody else is in the call yet."));
  }

  private renderNotes(people: number): TemplateResult | typeof nothing {
    if (!callSession.signalling) {
      return note("wifi-off", t("The connection is away. You still see and hear each other where you can."));
    }
    if (people === 1) return this.renderAlone();
    const away = callSession.tiles.find(({ peer }) => unreached.has(peer));
    if (away) return note("wifi-off", unreachedSentence(away.person.name, callSession.relay));
    if (callSession.carrier === "mesh" && !camerasFit(people))
      return note("video-off", t("So many people hear each other; pictures rest."));
    return nothing;
  }
}

/** Several share at once: a click makes this one large. */
function otherScreen(tile: Tile): TemplateResult {
  const name = t("Show the screen of {name}", { name: tile.person.name });
  const picture = tile.streams.screen;
  return html`<button
    type="button"
    class="call-tile call-other-screen"
    aria-label=${name}
    title=${name}
    @click=${() => chosenLayout.pin(tile.peer)}
  >
    ${picture ? video(picture, "whole") : nothing}
    <span class="call-name">${icon("monitor-up", "icon-s")} <bdi>${tile.person.name}</bdi></span>
  </button>`;
}

function note(symbol: IconName, text: string): TemplateResult {
  return html`<p class="call-note" role="status">${icon(symbol, "icon-s")}<span>${text}</span></p>`;
}

function largeName(tile: Tile, source: "camera" | "screen"): TemplateResult | string {
  if (source === "camera") return html`<bdi>${tile.person.name}</bdi>`;
  return tile.me ? t("You share your screen") : t("{name} shares the screen", { name: tile.person.name });
}
