import { html, LitElement, nothing, type TemplateResult } from "lit";
import { quiet } from "../../alerts/quiet";
import { toast } from "../../enhance/toasts";
import type { RingEnded, RingView, RoomRef } from "../../generated/wire";
import { t } from "../../lib/i18n";
import { icon } from "../../lib/icons";
import { rings } from "../../media/rings";
import { RingTone } from "../../media/ringTone";
import { Refused } from "../../realtime/requests";
import { visit } from "../../shell/navigation";
import { face } from "./tile";

/** Somebody calls: a dialog on whatever page this is. */
export class CallRing extends LitElement {
  private readonly tone = new RingTone();
  private stops: (() => void)[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    this.stops = [
      rings.events.on("change", () => this.requestUpdate()),
      rings.events.on("outcome", ({ state, name }) => toast(outcomeText(state, name))),
    ];
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.stops) stop();
    this.tone.stop();
  }

  protected override createRenderRoot(): this {
    return this;
  }

  protected override updated(): void {
    // Who is not to be disturbed sees who calls, and hears nothing.
    if (rings.incoming.length > 0 && !quiet.on) this.tone.start();
    else this.tone.stop();
  }

  protected override render(): TemplateResult {
    return html`<div class="rings" aria-live="assertive">${rings.incoming.map((ring) => ringView(ring))}</div>`;
  }
}

function ringView(ring: RingView): TemplateResult {
  const where = ring.room.name === ring.name ? nothing : html`<bdi class="ring-room">${ring.room.name}</bdi>`;
  return html`<section
    class="ring"
    role="alertdialog"
    aria-labelledby="ring-name-${ring.id}"
    aria-describedby="ring-text-${ring.id}"
    data-theme="dark"
  >
    ${face(ring.name)}
    <span class="ring-text">
      <strong id="ring-name-${ring.id}"><bdi>${ring.name}</bdi></strong>
      <span id="ring-text-${ring.id}">${t("calls you")} ${where}</span>
    </span>
    <button type="button" class="ring-no" @click=${() => told(rings.decline(ring.id))}>
      ${icon("phone-off", "icon-s")}<span>${t("Decline")}</span>
    </button>
    <button type="button" class="ring-yes" @click=${() => told(rings.accept(ring.id).then(goTo))}>
      ${icon("phone", "icon-s")}<span>${t("Accept")}</span>
    </button>
  </section>`;
}

/** Go where a call is, unless this page shows it. */
export function goTo(room: RoomRef): void {
  const way = `/r/${room.code}/`;
  if (location.pathname !== way) visit(way);
}

/** A refusal is said in passing. */
export function told(doing: Promise<unknown>): void {
  doing.catch((error: unknown) => {
    if (error instanceof Refused && error.code === "declined") return;
    if (error instanceof Error) toast(error.message, "error");
  });
}

function outcomeText(state: RingEnded["state"], name: string): string {
  if (state === "declined") return t("{name} cannot talk now.", { name });
  if (state === "busy") return t("{name} is in another call.", { name });
  if (state === "missed") return t("{name} does not answer.", { name });
  return "";
}
