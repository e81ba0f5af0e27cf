import "./chat.css";
import "./composer.css";
import "./compose/compose.css";
import "./tools.css";
import "./threads.css";
import "./chat-dialog";
import "./forward";
import "./versions-dialog";
import { html, nothing, type TemplateResult } from "lit";
import { t } from "../../lib/i18n";
import { LightElement } from "../../lib/light";
import { ChatDialog } from "./chat-dialog";
import type { ChatParts } from "./desk";
import { headView } from "./head-view";
import { LogHeight } from "./log-height";
import { logView } from "./log-view";
import { pill, unkept } from "./parts-view";
import { Pointing } from "./pointing";
import { Talk } from "./talk";
import { ThreadPanel } from "./thread-panel";
import { inLog, Writing } from "./writing";

/**
 * The chat of a room: `<samovar-chat room="12" limit="8000">`. Needs the gateway; enters the room by itself.
 * `direct`: of two people; `readonly`: nothing can be written here any more. `kept` or `unkept` where the page
 * knows already what becomes of messages: what tells of it has its place at once.
 */
export class Chat extends LightElement {
  private parts: ChatParts | null = null;
  /** The number of the message whose thread is unfolded. */
  private thread: number | null = null;

  private readonly height = new LogHeight(this, () => this.requestUpdate());

  override connectedCallback(): void {
    super.connectedCallback();
    const talk = new Talk(Number(this.getAttribute("room")), this, this.hasAttribute("direct"));
    const unfold = (n: number): void => this.unfold(n);
    talk.unfoldThread = unfold;
    const pointing = new Pointing(() => this.requestUpdate());
    this.parts = { talk, pointing, writing: new Writing(talk, inLog(talk)), unfold };
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.parts?.writing.stop();
    this.parts?.talk.stop();
    this.parts = null;
  }

  /** Puts the cursor into the field, if there is one by now. */
  focusField(): void {
    this.parts?.writing.focusField();
  }

  protected override willUpdate(): void {
    this.parts?.talk.scroller.remember(this.parts.talk.log.entries.length);
  }

  protected override updated(): void {
    if (!this.parts) return;
    const { scroller, log, history, reader } = this.parts.talk;
    this.height.apply();
    this.parts.pointing.settle(this.querySelector(".chat-log"));
    scroller.restore(log.more && history.state === "ready");
    reader.look();
    const dialog = this.querySelector("samovar-chat-dialog");
    if (dialog instanceof ChatDialog) dialog.redraw();
    this.panel?.refresh();
  }

  private unfold(n: number): void {
    this.thread = n;
    this.requestUpdate();
    void this.updateComplete.then(() => this.parts && this.panel?.show(this.parts, n));
  }

  private fold(): void {
    this.panel?.close();
    this.thread = null;
    this.requestUpdate();
    this.focusField();
  }

  private get panel(): ThreadPanel | null {
    const found = this.querySelector("samovar-thread");
    return found instanceof ThreadPanel ? found : null;
  }

  protected override render(): unknown {
    return this.parts ? this.chat(this.parts) : nothing;
  }

  /** Are messages kept here? Null as long as nobody knows. */
  private keeps(talk: Talk): boolean | null {
    if (talk.session.room) return talk.kept;
    if (this.hasAttribute("direct") || this.hasAttribute("kept")) return true;
    return this.hasAttribute("unkept") ? false : null;
  }

  private chat(parts: ChatParts): TemplateResult {
    const { talk } = parts;
    const { scroller } = talk;
    const kept = this.keeps(talk);
    return html`<section class="chat ${this.thread === null ? "" : "has-thread"}" aria-label=${t("Chat")}>
      <div class="chat-main ${this.height.sized ? "is-sized" : ""}">
        ${kept === false ? unkept() : nothing} ${kept ? headView(parts) : nothing}
        <div class="chat-middle">
          ${logView(parts)} ${scroller.away ? pill(scroller.unseen, () => void talk.jumpToEnd()) : nothing}
        </div>
        ${this.height.view()}
        <p class="chat-typing" aria-live="off">${talk.typing.text}</p>
        ${this.bottom(parts)}
      </div>
      ${this.thread === null ? nothing : html`<samovar-thread @thread-close=${() => this.fold()}></samovar-thread>`}
      <samovar-chat-versions></samovar-chat-versions>
      <samovar-chat-dialog></samovar-chat-dialog>
    </section>`;
  }

  private bottom({ writing }: ChatParts): TemplateResult {
    if (this.hasAttribute("readonly")) {
      return html`<p class="chat-closed">${t("You cannot write to this person.")}</p>`;
    }
    return writing.view(Number(this.getAttribute("limit")));
  }
}
