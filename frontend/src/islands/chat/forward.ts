import { html, nothing, type TemplateResult } from "lit";
import { toast } from "../../enhance/toasts";
import type { MessageView, Target } from "../../generated/wire";
import { face } from "../../lib/face";
import { t } from "../../lib/i18n";
import { icon } from "../../lib/icons";
import { LightElement } from "../../lib/light";
import { gateway } from "../../realtime/client";
import { plainOf } from "./markup/plain";
import { told } from "./message-actions";

const PAUSE = 200;

/** Chooses where a message is sent on to, and sends it. Tells "forwarded" when that is done. */
export class Forward extends LightElement {
  message: MessageView | null = null;
  private targets: readonly Target[] | null = null;
  private chosen: Target | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private turn = 0;
  private cid = crypto.randomUUID();

  override connectedCallback(): void {
    super.connectedCallback();
    void this.look("");
  }

  protected override render(): unknown {
    return html`<p class="forward-what" dir="auto">${plainOf(this.message?.body ?? "")}</p>
      <label class="search">
        <span class="sr-only">${t("Find a room or a person")}</span>${icon("search")}
        <input class="input" type="search" maxlength="100" autocomplete="off" ?autofocus=${matchMedia("(pointer: fine)").matches} placeholder=${t("Room or person")} @input=${this.typed} />
      </label>
      <ul class="forward-targets" aria-busy=${this.targets ? "false" : "true"}>
        ${(this.targets ?? []).map((target) => this.row(target))}
      </ul>
      ${this.targets?.length === 0 ? html`<p class="hint">${t("Nobody was found")}</p>` : ""}`;
  }

  private row(target: Target): TemplateResult {
    return html`<li>
      <button type="button" class="forward-target" ?disabled=${this.chosen !== null} @click=${() => void this.send(target)}>
        ${target.username ? face(target.name, "face-s", target.avatar) : html`<span class="forward-room">${icon("hash", "icon-s")}</span>`}
        <bdi>${target.name}</bdi>${target.username ? html`<bdi class="forward-username">@${target.username}</bdi>` : nothing}
      </button>
    </li>`;
  }

  private readonly typed = ({ currentTarget }: Event): void => {
    if (!(currentTarget instanceof HTMLInputElement)) return;
    const { value } = currentTarget;
    if (this.timer) clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.look(value), PAUSE);
  };

  private async look(text: string): Promise<void> {
    this.turn += 1;
    const turn = this.turn;
    const answer = await told(gateway.request("message.targets", { text }));
    if (turn !== this.turn || !answer) return;
    this.targets = answer.targets;
    this.requestUpdate();
  }

  private async send(target: Target): Promise<void> {
    const { message } = this;
    if (!message) return;
    this.chosen = target;
    this.requestUpdate();
    if (await told(this.forward(target, message))) {
      toast(t("Forwarded to {name}.", { name: `\u2068${target.name}\u2069` }), "success");
      this.dispatchEvent(new CustomEvent("forwarded"));
    }
    this.chosen = null;
    this.requestUpdate();
  }

  /** Sent twice after a lost answer counts once: the client id stays. */
  private async forward(target: Target, { room, n }: MessageView): Promise<unknown> {
    const talk = target.username
      ? await gateway.request("message.talk", { username: target.username })
      : null;
    const to = talk?.room ?? target.room ?? 0;
    return await gateway.request("message.send", {
      room: to,
      cid: `${this.cid}-${to}`,
      body: "",
      forward: { room, n },
    });
  }
}

customElements.define("samovar-forward", Forward);
