import { html, LitElement, nothing, type TemplateResult } from "lit";
import { t } from "../../lib/i18n";
import { icon } from "../../lib/icons";
import { elapsed } from "../../lib/time";
import type { Tile } from "../../media/call";
import { callSession } from "../../media/session";
import { visit } from "../../shell/navigation";
import { onPage } from "../../shell/page";
import { CallController } from "./controller";
import { sourceButton } from "./controls";
import { face, video } from "./tile";

const SECOND = 1000;

/** The small window of a call whose room is not on the page. Lives in the shell, outside of every page. */
export class CallDock extends LitElement {
  private timer = 0;

  constructor() {
    super();
    new CallController(this);
    onPage(() => this.requestUpdate());
  }

  protected override createRenderRoot(): this {
    return this;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.tick(false);
  }

  /** The address of the room, as long as it is not on the page. */
  private get way(): string | null {
    const { room, phase } = callSession;
    const address = room && `/r/${room.code}/`;
    return phase !== "in" || !address || location.pathname === address ? null : address;
  }

  protected override updated(): void {
    this.tick(this.way !== null);
  }

  private tick(on: boolean): void {
    if (on === this.timer > 0) return;
    window.clearInterval(this.timer);
    this.timer = on ? window.setInterval(() => this.requestUpdate(), SECOND) : 0;
  }

  protected override render(): TemplateResult | typeof nothing {
    const { way } = this;
    const { room, leading } = callSession;
    if (!way || !room) return nothing;
    return html`<section class="call-dock" data-theme="dark" aria-label=${t("Running call")}>
      <a class="call-dock-way" href=${way} @click=${(event: Event) => this.goBack(event, way)}>
        ${leading ? renderFace(leading) : nothing}
        <span class="call-dock-text">
          <bdi class="call-dock-room">${room.name}</bdi>
          <span class="call-dock-time">${this.time}</span>
        </span>
        <span class="sr-only">${t("Back to the call")}</span>
      </a>
      <div class="call-dock-bar">
        ${sourceButton(
          "microphone",
          callSession.local.has("microphone"),
          callSession.isBusy("microphone"),
          (on) => {
            void callSession.turn("microphone", on);
          },
        )}
        ${sourceButton("camera", callSession.local.has("camera"), callSession.isBusy("camera"), (on) => {
          void callSession.turn("camera", on);
        })}
        <button
          type="button"
          class="call-button call-button-end"
          aria-label=${t("Hang up")}
          title=${t("Hang up")}
          @click=${() => void callSession.leave()}
        >
          ${icon("phone-off")}
        </button>
      </div>
    </section>`;
  }

  private get time(): string {
    const { startedAt } = callSession;
    return startedAt ? elapsed((Date.now() - Date.parse(startedAt)) / SECOND) : "";
  }

  /** A full load would end the call, so the link is followed by the shell. */
  private goBack(event: Event, way: string): void {
    event.preventDefault();
    visit(way);
  }
}

function renderFace(tile: Tile): TemplateResult {
  const picture = tile.streams.screen ?? tile.streams.camera;
  return html`<span class="call-dock-picture">
    ${face(tile.person.name, tile.person.avatar)} ${picture ? video(picture, tile.me ? "mirrored" : "cover") : nothing}
  </span>`;
}
