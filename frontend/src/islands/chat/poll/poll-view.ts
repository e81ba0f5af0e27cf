import "./poll.css";
import { html, nothing, type TemplateResult } from "lit";
import type { MessageView, Person, PollOption, PollView } from "../../../generated/wire";
import { Emitter } from "../../../lib/emitter";
import { face } from "../../../lib/face";
import { formatNumber, t, tn } from "../../../lib/i18n";
import { icon } from "../../../lib/icons";
import { LightElement } from "../../../lib/light";
import { fullTime, moment } from "../../../lib/time";
import { gateway } from "../../../realtime/client";
import { told } from "../message-actions";

/** What the viewer chose, by room and number: what everybody is told of a poll does not say it. */
const chosen = new Map<string, readonly number[]>();
const choices = new Emitter<{ changed: { key: string } }>();
const learnt = new WeakSet<MessageView>();

gateway.on("chat.poll_voted", ({ room, n, mine }) => remember(room, n, mine));

function remember(room: number, n: number, mine: readonly number[]): void {
  const key = `${room}:${n}`;
  chosen.set(key, mine);
  choices.emit("changed", { key });
}

/** Pages of the history say it; each of their messages once, since votes may come after it. */
function learn(message: MessageView): void {
  const { poll, room, n } = message;
  if (!poll?.mine || learnt.has(message)) return;
  learnt.add(message);
  chosen.set(`${room}:${n}`, poll.mine);
}

function keyOf(message: MessageView | null): string {
  return `${message?.room}:${message?.n}`;
}

/** The poll of a message: who may vote chooses here, and sees how it stands. */
export class Poll extends LightElement {
  static override properties = { message: { attribute: false }, closable: { attribute: false } };
  declare message: MessageView | null;
  /** May the viewer end it? */
  declare closable: boolean;
  private asking = false;
  private ending: ReturnType<typeof setTimeout> | null = null;
  private voters: { option: number; people: readonly Person[]; more: boolean } | null = null;
  private stop = (): void => undefined;

  constructor() {
    super();
    this.message = null;
    this.closable = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.stop = choices.on("changed", ({ key }) => key === keyOf(this.message) && this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop();
    if (this.ending) clearTimeout(this.ending);
  }

  protected override willUpdate(): void {
    if (this.message) learn(this.message);
    this.endInTime();
  }

  protected override render(): unknown {
    const poll = this.message?.poll;
    if (!poll) return nothing;
    const closed = isOver(poll);
    return html`<div class="poll" role="group" aria-label=${t("Poll")}>
      <p class="poll-question" dir="auto">${poll.question}</p>
      <p class="poll-hint">${hint(poll, closed)}</p>
      ${poll.options.map((option, place) => this.option(poll, option, place, closed))}
      <div class="poll-foot">
        <span class="tabular">${tn("{n} person voted", "{n} people voted", poll.voters)}</span>
        ${poll.closes && !closed ? untilView(new Date(poll.closes)) : nothing}
        ${this.closable && !closed ? this.closing() : nothing}
      </div>
    </div>`;
  }

  private option(
    poll: PollView,
    { text, votes }: PollOption,
    place: number,
    closed: boolean,
  ): TemplateResult {
    const on = this.mine?.includes(place) ?? false;
    // As long as one may still choose, the others' choice does not lead one's own.
    const seen = closed || (this.mine?.length ?? 0) > 0;
    const share = poll.voters > 0 ? votes / poll.voters : 0;
    const many = poll.many ? "is-many" : "";
    return html`<div class="poll-option ${closed && isMost(poll, votes) ? "is-most" : ""}">
      <button type="button" class="poll-choice ${many}" aria-pressed=${on ? "true" : "false"}
        ?disabled=${closed} @click=${() => void this.choose(poll, place)}>
        <span class="poll-mark">${on ? icon("check", "icon-s") : nothing}</span>
        <span class="poll-text" dir="auto">${text}</span>
        ${seen ? html`<span class="poll-share tabular">${formatNumber(share, { style: "percent" })}</span>` : nothing}
      </button>
      ${seen ? this.result(poll, votes, place, share) : nothing}
    </div>`;
  }

  private result({ anonymous }: PollView, votes: number, place: number, share: number): TemplateResult {
    const words = tn("{n} vote", "{n} votes", votes);
    return html`<progress class="poll-bar" max="100" .value=${Math.round(share * 100)} aria-label=${words}></progress>
      ${anonymous || votes === 0 ? nothing : this.who(place, words)}`;
  }

  private who(place: number, words: string): TemplateResult {
    const open = this.voters?.option === place;
    return html`<button type="button" class="poll-who text-link" aria-expanded=${open ? "true" : "false"}
        @click=${() => void this.unfold(place)}>${words}</button>
      ${
        open
          ? html`<ul class="poll-voters">${this.voters?.people.map(
              (person) =>
                html`<li>${face(person.name, "face-s", person.avatar)}<bdi>${person.name}</bdi></li>`,
            )}
            ${this.voters?.more ? html`<li><button type="button" class="text-link" @click=${() => void this.further()}>${t("Show more")}</button></li>` : nothing}</ul>`
          : nothing
      }`;
  }

  private closing(): TemplateResult {
    const ask = (on: boolean): void => {
      this.asking = on;
      this.requestUpdate();
    };
    if (!this.asking)
      return html`<button type="button" class="text-link" @click=${() => ask(true)}>${t("Close poll")}</button>`;
    return html`<span class="poll-ask">${t("Close this poll for everybody?")}
      <button type="button" class="text-link" @click=${() => ask(false)}>${t("Cancel")}</button>
      <button type="button" class="text-link" @click=${() => void this.close()}>${t("Close poll")}</button></span>`;
  }

  private async choose(poll: PollView, place: number): Promise<void> {
    const { message, mine } = this;
    if (!message) return;
    const on = mine?.includes(place) ?? false;
    const others = poll.many ? (mine ?? []).filter((each) => each !== place) : [];
    this.know(on ? others : [...others, place].sort((one, other) => one - other));
    const answer = gateway.request("poll.vote", {
      room: message.room,
      n: message.n,
      options: [...(this.mine ?? [])],
    });
    this.know((await told(answer))?.mine ?? mine ?? []);
  }

  private async close(): Promise<void> {
    const { message } = this;
    this.asking = false;
    if (message) await told(gateway.request("poll.close", { room: message.room, n: message.n }));
    this.requestUpdate();
  }

  private async unfold(place: number): Promise<void> {
    this.voters = this.voters?.option === place ? null : { option: place, people: [], more: false };
    this.requestUpdate();
    if (this.voters) await this.further();
  }

  private async further(): Promise<void> {
    const { message, voters } = this;
    if (!message || !voters) return;
    const after = voters.people.at(-1)?.id ?? 0;
    const answer = gateway.request("poll.voters", {
      room: message.room,
      n: message.n,
      option: voters.option,
      after,
    });
    const found = await told(answer);
    if (!found || this.voters !== voters) return;
    const { people, more } = found;
    this.voters = { option: voters.option, people: [...voters.people, ...people], more };
    this.requestUpdate();
  }

  private get mine(): readonly number[] | null {
    return chosen.get(keyOf(this.message)) ?? null;
  }

  private know(mine: readonly number[]): void {
    if (this.message) remember(this.message.room, this.message.n, mine);
    this.requestUpdate();
  }

  /** Draws anew when its time is over. */
  private endInTime(): void {
    if (this.ending) clearTimeout(this.ending);
    this.ending = null;
    const { closes, closed } = this.message?.poll ?? {};
    const left = closes && !closed ? Date.parse(closes) - Date.now() : 0;
    // A timer holds no more than 24 days; who looks so long asks again.
    if (left > 0 && left < 2 ** 31) this.ending = setTimeout(() => this.requestUpdate(), left + 50);
  }
}

function untilView(at: Date): TemplateResult {
  return html`<time datetime=${at.toISOString()} title=${fullTime(at)}>${t("until {time}", { time: moment(at, new Date()) })}</time>`;
}

function isMost(poll: PollView, votes: number): boolean {
  return votes > 0 && votes === Math.max(...poll.options.map((option) => option.votes));
}

function isOver({ closed, closes }: PollView): boolean {
  return closed || (closes !== null && Date.parse(closes) <= Date.now());
}

function hint({ many, anonymous }: PollView, closed: boolean): string {
  if (closed) return t("Poll, closed");
  const kind = many ? t("Choose one or more") : t("Choose one");
  return anonymous ? `${t("Anonymous poll")} · ${kind}` : `${t("Poll")} · ${kind}`;
}

customElements.define("samovar-poll", Poll);

/** The poll in a message's bubble. */
export function pollView(message: MessageView, closable: boolean): TemplateResult {
  return html`<samovar-poll class="chat-body" .message=${message} .closable=${closable}></samovar-poll>`;
}
