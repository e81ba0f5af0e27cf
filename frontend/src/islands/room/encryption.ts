import { html, nothing, type TemplateResult } from "lit";
import { toast } from "../../enhance/toasts";
import type { Person, RoomView } from "../../generated/wire";
import { copyText } from "../../lib/dom";
import { t } from "../../lib/i18n";
import { icon } from "../../lib/icons";
import { LightElement } from "../../lib/light";
import { addressWith, checkOf, keepKey, keyOf, makeKey } from "../../media/callKeys";
import { gateway } from "../../realtime/client";
import { enterRoom, type RoomSession, releaseRoom } from "../../realtime/rooms";

/** Whether the calls of a room are end-to-end encrypted; hosts turn it on and off, its people copy the key. */
export class RoomEncryption extends LightElement {
  static override properties = { room: { type: Number } };

  declare room: number;
  private session: RoomSession | null = null;
  private stop: (() => void) | null = null;
  private problem = "";

  constructor() {
    super();
    this.room = 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.session = enterRoom(this.room);
    this.stop = this.session.on("changed", () => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop?.();
    if (this.session) releaseRoom(this.session);
    this.session = null;
  }

  private async turn(room: RoomView): Promise<void> {
    this.problem = "";
    try {
      const key = room.key_check ? null : makeKey();
      if (key) keepKey(room.code, key);
      await gateway.request("room.guard", { room: room.id, key_check: key ? await checkOf(key) : "" });
    } catch (error) {
      this.problem = error instanceof Error ? error.message : t("This did not work. Please try again.");
    }
    this.requestUpdate();
  }

  private async copy(code: string, key: string): Promise<void> {
    const address = addressWith(code, key);
    const copied = await copyText(address);
    toast(copied ? t("The link is copied.") : address, copied ? "success" : "info");
  }

  protected override render(): unknown {
    const { room, me } = this.session ?? {};
    if (!room || !me || (!isHost(me) && !room.key_check)) return nothing;
    return html`<section class="room-e2ee" aria-labelledby="room-e2ee-title">
      <h3 id="room-e2ee-title" class="people-part">${t("End-to-end encryption")}</h3>
      ${isHost(me) ? this.renderSwitch(room) : nothing}
      <p class="hint">${t("Voices, pictures and shared screens are encrypted in the browsers, with a key that the server never gets. Messages, captions, the board, files and recordings are not covered. A change holds from the next call on.")}</p>
      ${room.key_check ? this.renderKey(room) : nothing}
      <p class="room-dialog-problem" role="alert">${this.problem}</p>
    </section>`;
  }

  private renderSwitch(room: RoomView): TemplateResult {
    return html`<button type="button" class="btn btn-sm ${room.key_check ? "btn-success" : "btn-plain"} room-e2ee-switch"
      aria-pressed=${room.key_check ? "true" : "false"} @click=${() => void this.turn(room)}>
      ${icon(room.key_check ? "check" : "lock", "icon-s")}<span>${t("Encrypt what is said and shown")}</span>
    </button>`;
  }

  private renderKey({ code }: RoomView): TemplateResult {
    const key = keyOf(code);
    if (!key)
      return html`<p class="room-e2ee-none">${icon("circle-alert", "icon-s")}<span>${t("This browser does not have the key. Somebody who has it can send you the link.")}</span></p>`;
    return html`<button type="button" class="btn btn-sm btn-tint" @click=${() => void this.copy(code, key)}>
      ${icon("key-round", "icon-s")}<span>${t("Copy link with the key")}</span>
    </button>`;
  }
}

function isHost({ role }: Person): boolean {
  return role === "owner" || role === "host";
}

customElements.define("samovar-room-encryption", RoomEncryption);
