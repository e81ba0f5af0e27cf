import { html, nothing, type TemplateResult } from "lit";
import type { MessageView } from "../../generated/wire";
import { directionOf } from "../../lib/direction";
import { face, pictureOf } from "../../lib/face";
import { t, tn } from "../../lib/i18n";
import { icon } from "../../lib/icons";
import { clock, dayName, daysBetween, fullTime } from "../../lib/time";
import { actsView } from "./acts-view";
import type { Pending } from "./log";
import type { Manner } from "./manner";
import { repliesView, signsView } from "./marks-view";
import { type MessageTools, toolsView } from "./menu-view";
import { bodyView, contentView, editedView, type PartTools } from "./message-view";
import { namesMe } from "./names";
import { reactionsView } from "./reactions/chip";
import { BELOW_BUBBLE } from "./row-parts";
import type { Row } from "./rows";
import { whisperView } from "./whisper-view";

/** What the buttons under an unsent message do. */
export interface PendingActions {
  sendAgain(cid: string): void;
  discard(cid: string): void;
}

/**
 * What can be done with rows, and what is known of them: `readers` are the participants who read a message,
 * `pointed` is the key of the row whose tools are shown, `lit` the number of the one that was jumped to.
 */
export interface RowTools extends PendingActions, PartTools, MessageTools {
  pointed: string | null;
  lit: number | null;
  manner: Manner;
  /** Are the rows those of a thread? */
  inThread: boolean;
  showReaders(message: MessageView): void;
  readers(n: number): readonly number[];
  point(key: string, event?: PointerEvent): void;
}

type Message = Extract<Row, { kind: "message" }>;
type Unsent = Extract<Row, { kind: "pending" }>;

/** One line of the log. */
export function rowView(row: Row, now: Date, myName: string, actions: RowTools): TemplateResult {
  if (row.kind === "new")
    return html`<p class="chat-new" data-key="new"><span>${t("New messages")}</span></p>`;
  if (row.kind === "day") return html`<p class="chat-day"><span>${dayText(row.at, now)}</span></p>`;
  if (row.kind === "note") return noteView(row);
  if (row.kind === "whisper") return whisperView(row.whisper, row.mine, row.key);
  if (row.kind === "pending") return pendingView(row, myName, actions);
  return row.mine ? mineView(row, actions) : theirsView(row, actions);
}

function dayText(at: Date, now: Date): string {
  const days = daysBetween(at, now);
  if (days === 0) return t("Today, {day}", { day: dayName(at, now) });
  if (days === 1) return t("Yesterday, {day}", { day: dayName(at, now) });
  return dayName(at, now);
}

function noteView({ note, at }: Extract<Row, { kind: "note" }>): TemplateResult {
  const who = html`<bdi>${note.name}</bdi>`;
  return html`<p class="chat-note"><span>${sentence(note.what, who)}</span> · ${timeView(at)}</p>`;
}

/** The name stands where the language puts it, and keeps its own direction. */
function sentence(what: "joined" | "left", who: TemplateResult): unknown[] {
  const mark = "\u0001";
  const text = what === "joined" ? t("{name} joined", { name: mark }) : t("{name} left", { name: mark });
  const [before = "", after = ""] = text.split(mark);
  return [before, who, after];
}

function theirsView(row: Message, tools: RowTools): TemplateResult {
  const { message } = row.entry;
  const head = html`<div class="chat-head">
    <bdi class="chat-name">${message.name}</bdi>${timeView(row.at)} ${signsView(message, tools)}
  </div>`;
  return html`<div class="chat-row is-theirs ${edges(row)} ${namesMe(message.mentions, tools.me, false) ? "is-named" : ""} ${tools.lit === message.n ? "is-lit" : ""}" data-key=${row.key}
    data-n=${message.n} tabindex="-1" @pointerenter=${(event: PointerEvent) => tools.point(row.key, event)} @focusin=${() => tools.point(row.key)}>
    <div class="chat-line">
      ${row.first ? face(message.name, "face-s", pictureOf(message.sender)) : html`<span class="chat-noface"></span>`}
      <div class="chat-bubble" dir=${directionOf(message.body) ?? nothing}>
        ${row.first ? head : html`<bdi class="sr-only">${message.name}</bdi>`}
        ${contentView(message, tools)} ${editedView(message, tools)}
        ${row.first ? nothing : html`${signsView(message, tools)} ${timeView(row.at)}`}
      </div>
      ${toolsOf(row, tools)}
    </div>
    ${belowView(message, tools)}
  </div>`;
}

/** Only where the pointer or the focus is: the log has a hundred rows. */
function toolsOf(row: Message, tools: RowTools): unknown {
  return tools.pointed === row.key && !row.entry.message.deleted
    ? toolsView(row.entry.message, tools)
    : nothing;
}

function mineView(row: Message, tools: RowTools): TemplateResult {
  const { message } = row.entry;
  const readers = tools.readers(message.n).length;
  const tail = html`${editedView(message, tools)} ${signsView(message, tools)} ${timeView(row.at)} ${readers > 0 ? readView(readers, () => tools.showReaders(message)) : icon("check", "icon-s chat-sent")}`;
  return html`<div class="chat-row is-mine ${edges(row)} ${tools.lit === message.n ? "is-lit" : ""}" data-key=${row.key}
    data-n=${message.n} tabindex="-1" @pointerenter=${(event: PointerEvent) => tools.point(row.key, event)} @focusin=${() => tools.point(row.key)}>
    ${mineBubble(message.name, message.body, contentView(message, tools), tail, toolsOf(row, tools))}
    ${belowView(message, tools)}
  </div>`;
}

function belowView(message: MessageView, tools: RowTools): unknown {
  if (message.deleted) return message.replies ? repliesView(message, tools) : nothing;
  return html`${actsView(message, tools)}${BELOW_BUBBLE.map((part) => part(message, tools))}${reactionsView(message, tools.me, (emoji) => tools.toggle(message, emoji))}`;
}

function readView(readers: number, show: () => void): TemplateResult {
  const words = tn("Read by {n} person", "Read by {n} people", readers);
  return html`<button type="button" class="chat-read" title=${words} aria-label=${words} @click=${show}
    >${icon("check-check", "icon-s chat-sent")}</button
  >`;
}

function pendingView(row: Unsent, myName: string, actions: PendingActions): TemplateResult {
  const { pending } = row;
  const stuck = pending.state === "asking" || pending.state === "failed";
  const tail = html`${timeView(row.at)} ${stateIcon(pending)}`;
  return html`<div class="chat-row is-mine is-pending is-first is-last" data-key=${row.key} data-state=${pending.state}>
    ${mineBubble(myName, pending.body, pendingBody(pending), tail, nothing)} ${stuck ? stuckView(pending, actions) : nothing}
  </div>`;
}

function pendingBody({ body, files }: Pending): TemplateResult {
  if (files === 0) return bodyView(body);
  return html`<span class="chat-with-files">${icon("paperclip", "icon-s")}${tn("{n} file", "{n} files", files)}</span>
    ${body ? bodyView(body) : nothing}`;
}

function mineBubble(
  name: string,
  body: string,
  content: TemplateResult,
  tail: TemplateResult,
  tools: unknown,
): TemplateResult {
  return html`<div class="chat-line">
    <div class="chat-bubble" dir=${directionOf(body) ?? nothing}>
      <bdi class="sr-only">${name}</bdi>${content}
      <span class="chat-tail">${tail}</span>
    </div>
    ${tools}
  </div>`;
}

function stateIcon(pending: Pending): TemplateResult {
  if (pending.state === "sent") return icon("check", "icon-s chat-sent");
  if (pending.state === "waiting") {
    return html`<span class="chat-state" title=${t("Not sent yet")}
      >${icon("clock", "icon-s")}<span class="sr-only">${t("Not sent yet")}</span></span
    >`;
  }
  return html`<span class="chat-state is-stuck">${icon("circle-alert", "icon-s")}</span>`;
}

function stuckView(pending: Pending, actions: PendingActions): TemplateResult {
  const why = pending.state === "failed" ? pending.reason : t("Not sent: the connection was away too long.");
  return html`<div class="chat-stuck">
    <span>${why || t("Not sent.")}</span>
    <button type="button" class="text-link" @click=${() => actions.sendAgain(pending.cid)}>${t("Send again")}</button>
    <button type="button" class="text-link" @click=${() => actions.discard(pending.cid)}>${t("Discard")}</button>
  </div>`;
}

function timeView(at: Date): TemplateResult {
  return html`<time class="chat-time" datetime=${at.toISOString()} title=${fullTime(at)}>${clock(at)}</time>`;
}

function edges({ first, last }: Message): string {
  return `${first ? "is-first" : ""} ${last ? "is-last" : ""}`;
}
