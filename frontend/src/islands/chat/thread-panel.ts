import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { FileRef, MessageView } from "../../generated/wire";
import { t, tn } from "../../lib/i18n";
import { icon } from "../../lib/icons";
import { LightElement } from "../../lib/light";
import { daysBetween } from "../../lib/time";
import { outbox } from "../../realtime/unsent";
import { type ChatParts, rowTools } from "./desk";
import type { Pending } from "./log";
import { told } from "./message-actions";
import { failed, skeleton } from "./parts-view";
import { Pointing } from "./pointing";
import { walked } from "./row-keys";
import { rowView } from "./row-view";
import { type Row, rowsOf } from "./rows";
import { Thread } from "./thread";
import { Writing } from "./writing";

const AT_END = 48;

/** A thread beside the log: what stands under a message, and a field for an answer. Tells "thread-close". */
export class ThreadPanel extends LightElement {
  private parts: ChatParts | null = null;
  private thread: Thread | null = null;
  private alsoInRoom = false;
  private stuck = true;
  /** The field below grows with its text. */
  private readonly sizes = new ResizeObserver(() => this.toEnd());

  /** Unfolds the thread under the message `n` of the chat with these parts. */
  show(chat: ChatParts, n: number): void {
    if (this.thread?.n === n) return;
    this.close();
    const { talk } = chat;
    this.thread = new Thread(talk, n, () => this.requestUpdate());
    const writing = new Writing(talk, {
      host: this,
      place: `${talk.room}.${n}`,
      send: (body, replyTo, files) => this.send(body, replyTo, files),
      reveal: () => {
        this.stuck = true;
        this.requestUpdate();
      },
      last: () => this.mine(),
    });
    this.parts = { ...chat, pointing: new Pointing(() => this.requestUpdate()), writing };
    this.stuck = true;
    void this.thread.load().then(() => this.parts?.writing.focusField());
    this.requestUpdate();
  }

  /** Folds it. */
  close(): void {
    this.sizes.disconnect();
    this.thread?.stop();
    this.thread = null;
    this.parts = null;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.close();
  }

  /** What it shows is drawn by the log's events; this draws what the outbox changed. */
  refresh(): void {
    if (this.thread) this.requestUpdate();
  }

  protected override updated(): void {
    const log = this.querySelector(".thread-log");
    if (!log || !this.thread) return;
    this.parts?.pointing.settle(log);
    this.sizes.observe(log);
    this.toEnd();
    if (this.stuck && log.checkVisibility()) this.thread.look();
  }

  private toEnd(): void {
    const log = this.querySelector(".thread-log");
    if (log && this.stuck) log.scrollTop = log.scrollHeight;
  }

  protected override render(): unknown {
    return this.thread && this.parts ? this.panel(this.thread, this.parts) : nothing;
  }

  private panel(thread: Thread, parts: ChatParts): TemplateResult {
    return html`<aside class="thread" aria-label=${t("Thread")} @keydown=${this.pressed}>
      <header class="thread-head">
        <h2>${t("Thread")}</h2>
        <button type="button" class="chat-tool" aria-pressed=${thread.following ? "true" : "false"}
          aria-label=${t("Follow this thread")} title=${t("Follow this thread")}
          @click=${() => void told(thread.follow(!thread.following))}>
          ${icon(thread.following ? "bell" : "bell-off", "icon-s")}
        </button>
        <button type="button" class="chat-tool" aria-label=${t("Close thread")} title=${t("Close thread")}
          @click=${this.leave}>${icon("x", "icon-s")}</button>
      </header>
      <div class="thread-log" role="log" aria-label=${t("Answers")} tabindex="0" @scroll=${this.scrolled}
        @click=${(event: Event) => parts.pointing.clicked(event)} @contextmenu=${(event: MouseEvent) => parts.pointing.asked(event)}
        @pointerleave=${(event: PointerEvent) => parts.pointing.point(null, event)}>
        ${this.content(thread, parts)}
      </div>
      ${this.bottom(parts)}
    </aside>`;
  }

  private content(thread: Thread, parts: ChatParts): unknown {
    if (thread.state === "failed") return failed(() => void thread.load());
    if (!thread.root) return skeleton();
    const { talk } = parts;
    const tools = { ...rowTools(parts), inThread: true };
    const name = talk.session.me?.name ?? "";
    const now = new Date();
    const draw = (rows: readonly Row[]): unknown =>
      repeat(
        rows,
        (row) => row.key,
        (row) => rowView(row, now, name, tools),
      );
    const count = thread.root.replies?.count ?? thread.messages.length;
    return html`${draw(this.rows([thread.root], []))}
      <p class="thread-count"><span>${tn("{n} answer", "{n} answers", count)}</span></p>
      ${thread.more ? html`<button type="button" class="btn btn-ghost btn-sm thread-older" @click=${() => void thread.older()}>${t("Show older answers")}</button>` : nothing}
      ${draw(this.answers(thread, talk.log.pending))}`;
  }

  private rows(messages: readonly MessageView[], pending: readonly Pending[]): Row[] {
    const talk = this.parts?.talk;
    if (!talk) return [];
    const entries = messages.map((message) => ({
      kind: "message" as const,
      key: `t${message.n}`,
      era: 0,
      message: talk.acts.applied(message, talk.me),
    }));
    return rowsOf(entries, pending, talk.me);
  }

  /** The day is not said again where the answers began on that of the message. */
  private answers(thread: Thread, pending: readonly Pending[]): readonly Row[] {
    const rows = this.rows(thread.messages, this.pending(thread, pending));
    const [first] = rows;
    const begun = thread.root ? new Date(thread.root.at) : new Date();
    return first?.kind === "day" && daysBetween(first.at, begun) === 0 ? rows.slice(1) : rows;
  }

  private pending({ n, messages }: Thread, pending: readonly Pending[]): Pending[] {
    return pending.filter(({ thread, cid }) => thread === n && !messages.some((one) => one.cid === cid));
  }

  private bottom(parts: ChatParts): unknown {
    if (parts.talk.host.hasAttribute("readonly")) return nothing;
    return html`${parts.writing.view(Number(parts.talk.host.getAttribute("limit")))}
      <label class="thread-also">
        <input type="checkbox" class="checkbox checkbox-sm" .checked=${this.alsoInRoom} @change=${this.also} />
        <span>${parts.talk.direct ? t("Also show in the conversation") : t("Also send to the room")}</span>
      </label>`;
  }

  private readonly also = ({ currentTarget }: Event): void => {
    if (currentTarget instanceof HTMLInputElement) this.alsoInRoom = currentTarget.checked;
  };

  private readonly leave = (): void => {
    this.dispatchEvent(new CustomEvent("thread-close"));
  };

  private readonly scrolled = ({ currentTarget }: Event): void => {
    if (!(currentTarget instanceof HTMLElement)) return;
    this.stuck = currentTarget.scrollHeight - currentTarget.scrollTop - currentTarget.clientHeight < AT_END;
    if (this.stuck) this.thread?.look();
  };

  private pressed(event: KeyboardEvent): void {
    if (!this.parts || walked(event, this.parts.pointing)) return;
    if (event.key !== "Escape" || event.defaultPrevented) return;
    if (this.parts.pointing.unfolded) this.parts.pointing.unfold(null);
    else if (!this.parts.writing.busy) this.leave();
  }

  private async send(body: string, replyTo?: number, files: FileRef[] = []): Promise<void> {
    const { thread, parts } = this;
    if (!thread || !parts) return;
    const standing = { thread: thread.n, inLog: this.alsoInRoom, files, ...(replyTo ? { replyTo } : {}) };
    this.alsoInRoom = false;
    await outbox.add(parts.talk.room, body, standing);
  }

  private mine(): MessageView | null {
    const me = this.parts?.talk.me;
    return this.thread?.messages.findLast(({ sender, deleted }) => sender === me && !deleted) ?? null;
  }
}

customElements.define("samovar-thread", ThreadPanel);
