import { html, nothing, type TemplateResult } from "lit";
import type { Person, RoomView } from "../../generated/wire";
import { face } from "../../lib/face";
import { formatNumber, t, tn } from "../../lib/i18n";
import { type IconName, icon } from "../../lib/icons";
import { elapsed, place } from "../../lib/time";
import { visit } from "../../shell/navigation";
import "./people";
import { hostOptions } from "./host-options";
import { mark } from "./mark";
import type { Option } from "./options-view";

/** All that the room page is drawn from. `calling` are the people in the room's call. */
export interface View {
  id: number;
  code: string;
  limit: string;
  room: RoomView | null;
  me: Person | null;
  people: readonly Person[];
  calling: readonly Person[];
  inCall: boolean;
  /** Is one in the call by another tab or device? */
  elsewhere: boolean;
  /** Is the call here end-to-end encrypted, or the next one? */
  encrypted: boolean;
  board: boolean;
  startedAt: string | null;
  open: boolean;
  tab: "group" | "personal" | "people" | "files";
  unseen: number;
  copied: boolean;
  guest: boolean;
}

/** What the controls do. */
export interface Doings {
  toggleChat(): void;
  toggleBoard(): void;
  show(tab: View["tab"] | null): void;
  /** Goes to the message of this number in the log. */
  showMessage(n: number): void;
  call(): void;
  copy(): void;
  leave(): void;
  rename(): void;
  remove(): void;
  invite(): void;
  whisper(person: Person): void;
}

/** Under the name on a phone; in a call how many are here is a number beside a sign, or it would be cut. */
function subView({ inCall, startedAt, people }: View): unknown {
  const here = tn("{n} person", "{n} people", people.length);
  if (!inCall || !startedAt) return here;
  return html`<span class="room-sub-call">${timer(startedAt, place)} ·
    ${icon("users", "icon-s")}<span aria-hidden="true">${formatNumber(people.length)}</span><span class="sr-only">${here}</span></span>`;
}

/** The line at the top: where we are, for how long, who is here; what the owner may do. */
export function headView(view: View, doings: Doings): TemplateResult {
  const owner = view.me?.role === "owner";
  return html`<header class="room-top">
    ${view.guest ? nothing : html`<a class="room-icon room-away" href="/rooms/" aria-label=${t("Back to all rooms")}>${icon("chevron-left")}</a>`}
    <span class="room-mark">${mark()}</span>
    <div class="room-title">
      <h1><bdi>${view.room?.name ?? ""}</bdi></h1>
      <span class="room-sub">
        ${subView(view)}
      </span>
      ${owner ? iconButton("pencil", t("Rename room"), doings.rename, "room-seldom room-rename") : nothing}
      ${view.room ? keptPill(view.room.kept) : nothing}
    </div>
    ${view.inCall && view.startedAt ? html`<span class="pill room-timer">${icon("clock", "icon-s")}${timer(view.startedAt)}</span>` : nothing}
    <samovar-recording-badge room=${view.id}></samovar-recording-badge>
    ${view.encrypted ? encryptedPill() : nothing}
    <span class="room-space"></span>
    ${searchButton(view)}
    ${owner ? iconButton("trash-2", t("Delete room"), doings.remove, "room-seldom") : nothing}
    ${reportButton(view)}
    ${view.guest ? nothing : iconButton("user-plus", t("Invite"), doings.invite)}
    ${view.me ? html`<span class="room-me">${face(view.me.name, "", view.me.avatar)}</span>` : nothing}
  </header>`;
}

function reportButton({ id, guest, me }: View): TemplateResult | typeof nothing {
  if (guest || me?.role === "owner") return nothing;
  return iconButton("flag", t("Report"), () => visit(`/report/room/${id}/`), "room-seldom");
}

/** On wide screens it looks like the field that it opens. */
function searchButton({ room, guest }: View): TemplateResult | typeof nothing {
  if (guest || !room?.kept) return nothing;
  return html`<button type="button" class="room-search" data-search data-room=${room.id} data-room-name=${room.name}
    aria-label=${t("Search messages")} title=${t("Search messages")}>
    ${icon("search")}<span aria-hidden="true">${t("Search messages")}</span>
  </button>`;
}

function timer(startedAt: string, write = elapsed): TemplateResult {
  const seconds = (Date.now() - Date.parse(startedAt)) / 1000;
  return html`<span class="tabular" role="timer" aria-label=${t("Time in the call")}>${write(seconds)}</span>`;
}

function encryptedPill(): TemplateResult {
  return html`<span class="pill pill-ok room-encrypted" title=${t("Voices and pictures are end-to-end encrypted")}>
    ${icon("lock", "icon-s")}<span>${t("Encrypted")}</span>
  </span>`;
}

function keptPill(kept: boolean): TemplateResult {
  const words = kept ? t("Messages are kept") : t("Messages are not kept");
  return html`<span class="pill room-kept ${kept ? "" : "pill-brand"}" title=${words}>
    ${icon(kept ? "archive" : "history", "icon-s")}<span>${kept ? t("Kept") : t("Not kept")}</span>
  </span>`;
}

function iconButton(symbol: IconName, name: string, act: () => void, more = ""): TemplateResult {
  return html`<button type="button" class="room-icon ${more}" aria-label=${name} title=${name} @click=${act}>
    ${icon(symbol)}
  </button>`;
}

/** The middle: the call, or as long as one is not in it, who is there. */
export function stageView(view: View): TemplateResult {
  return html`<div class="room-stage ${view.inCall && view.board ? "room-stage-both" : ""}">
    ${view.inCall ? html`<samovar-call-stage room=${view.id}></samovar-call-stage>` : nothing}
    ${view.board ? html`<samovar-board room=${view.id}></samovar-board>` : nothing}
    ${view.inCall || view.board ? nothing : lobby(view)}
  </div>`;
}

function lobby(view: View): TemplateResult {
  const running = view.calling.length > 0;
  const people = running ? view.calling : view.people;
  const [what, next] = running
    ? runningWords(view)
    : [t("Nobody is in the call yet"), t("Press Call to begin one. You see yourself first.")];
  return html`<div class="room-lobby">
    <div class="room-faces">${people.slice(0, 6).map((person) => face(person.name, "face-l", person.avatar))}</div>
    <strong>${what}</strong>
    <span>${next}</span>
  </div>`;
}

/** What is said of a call that one is not in here, and what Call would do. */
function runningWords({ calling, elsewhere }: View): [string, string] {
  if (elsewhere)
    return [t("You are in this call in another tab or on another device."), t("Press Call to move it here.")];
  const people = tn("{n} person is in the call", "{n} people are in the call", calling.length);
  return [people, t("Press Call to join them.")];
}

function runningLine(view: View): TemplateResult {
  const [what, next] = runningWords(view);
  const words = what.endsWith(".") ? `${what} ${next}` : `${what}. ${next}`;
  return html`<p class="room-running" role="status">${icon("phone", "icon-s")}<span>${words}</span></p>`;
}

/** The panel with its tabs. Both stay in the page, so that neither forgets where it was. */
export function panelView(view: View, doings: Doings): TemplateResult {
  const { tab } = view;
  return html`<aside class="room-panel" id="room-panel" aria-label=${t("Panel")} ?hidden=${!view.open}>
    <div class="room-panel-top">
      <div class="segments room-tabs" role="tablist" aria-label=${t("Panel")} @keydown=${(event: KeyboardEvent) => arrow(event, view, doings)}>
        ${tabButton("group", t("Group"), tab === "group", doings, nothing)}
        ${tabButton("personal", t("Personal"), tab === "personal", doings, nothing)}
        ${tabButton("people", t("People"), tab === "people", doings, view.people.length)}
        ${view.room?.kept ? tabButton("files", t("Files"), tab === "files", doings, nothing) : nothing}
      </div>
      ${view.inCall ? html`<span class="room-close">${iconButton("x", t("Close panel"), () => doings.show(null))}</span>` : nothing}
    </div>
    ${!view.inCall && view.calling.length > 0 ? runningLine(view) : nothing}
    <div class="room-tab" id="room-group" role="tabpanel" aria-labelledby="tab-group" ?hidden=${tab !== "group"}>
      <samovar-chat room=${view.id} limit=${view.limit} ?kept=${view.room?.kept === true}
        ?unkept=${view.room?.kept === false}></samovar-chat>
    </div>
    <div class="room-tab" id="room-personal" role="tabpanel" aria-labelledby="tab-personal" ?hidden=${tab !== "personal"}>
      <samovar-personal room=${view.id} .me=${view.me?.id ?? 0}></samovar-personal>
    </div>
    <div class="room-tab" id="room-people" role="tabpanel" aria-labelledby="tab-people" ?hidden=${tab !== "people"}>
      ${peopleTab(view, doings)}
    </div>
    ${view.room?.kept ? filesView(view, doings) : nothing}
  </aside>`;
}

function filesView(view: View, doings: Doings): TemplateResult {
  const shown = view.tab === "files";
  return html`<div class="room-tab" id="room-files" role="tabpanel" aria-labelledby="tab-files" ?hidden=${!shown}>
    <samovar-room-files .room=${view.id} .open=${shown && view.open}
      @file-message=${(event: CustomEvent<number>) => doings.showMessage(event.detail)}></samovar-room-files>
  </div>`;
}

function peopleTab(view: View, doings: Doings): TemplateResult {
  const inCall = new Set(view.calling.map((person) => person.id));
  // Groups and meetings have members that are not there all the time.
  const lasting = view.room?.kind === "group" || view.room?.kind === "meeting";
  return html`<samovar-room-people room=${view.id} .people=${view.people} .me=${view.me} .inCall=${inCall}
    .linked=${!view.guest} .lasting=${lasting && !view.guest && view.tab === "people"}
    .options=${(person: Person) => optionsFor(view, person, doings)}></samovar-room-people>`;
}

function optionsFor(view: View, person: Person, doings: Doings): Option[] {
  if (!view.me || view.me.id === person.id) return [];
  const name = t("Send to {name}", { name: person.name });
  const whisper: Option = { name, icon: "mail", act: () => doings.whisper(person) };
  return [whisper, ...hostOptions(view.id, view.me, person)];
}

function tabButton(
  tab: View["tab"],
  name: string,
  selected: boolean,
  doings: Doings,
  count: number | typeof nothing,
): TemplateResult {
  return html`<button type="button" role="tab" id="tab-${tab}" aria-controls="room-${tab}"
    aria-selected=${selected ? "true" : "false"} tabindex=${selected ? "0" : "-1"} @click=${() => doings.show(tab)}>
    ${name}${typeof count === "number" ? html`<span class="room-count" aria-hidden="true">${formatNumber(count)}</span>` : nothing}
  </button>`;
}

/** The tabs there are: a room that keeps nothing has no list of files. */
function tabsOf(view: View): readonly View["tab"][] {
  const always = ["group", "personal", "people"] as const;
  return view.room?.kept ? [...always, "files"] : always;
}

/** Arrows go round; where the line runs from right to left, the other way. */
function arrow(event: KeyboardEvent, view: View, doings: Doings): void {
  if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
  const forward = (event.key === "ArrowRight") === (document.documentElement.dir !== "rtl");
  const tabs = tabsOf(view);
  const tab = tabs.at((tabs.indexOf(view.tab) + (forward ? 1 : -1)) % tabs.length) ?? "group";
  doings.show(tab);
  document.getElementById(`tab-${tab}`)?.focus();
}

/** The line at the bottom, under the thumb. */
export function barView(view: View, doings: Doings): TemplateResult {
  return html`<div class="room-bar" role="toolbar" aria-label=${t("Room controls")}>
    <button type="button" class="room-code" aria-label=${t("Copy code")} title=${t("Copy code")} @click=${doings.copy}>
      <span translate="no">${view.code}</span>${icon(view.copied ? "check" : "copy", "icon-s")}
    </button>
    <div class="room-bar-middle">
      ${
        view.inCall
          ? html`<samovar-call-controls room=${view.id} part="toggles"></samovar-call-controls>`
          : callButton(view.calling.length > 0, doings)
      }
    </div>
    <div class="room-bar-end">
      ${boardButton(view, doings)} ${chatButton(view, doings)}
      ${view.inCall ? html`<samovar-call-controls room=${view.id} part="hangup"></samovar-call-controls>` : nothing}
      <button type="button" class="btn btn-error room-leave" aria-label=${leaveText(view)} @click=${doings.leave}>
        ${icon("log-out", "icon-s")}<span>${leaveText(view)}</span>
      </button>
    </div>
  </div>`;
}

function callButton(running: boolean, doings: Doings): TemplateResult {
  return html`<button type="button" class="btn ${running ? "btn-success" : "btn-primary"} room-call" @click=${doings.call}>
    ${icon("video")}<span>${t("Call")}</span>
  </button>`;
}

function boardButton(view: View, doings: Doings): TemplateResult {
  return html`<button type="button" class="room-icon room-board" aria-label=${t("Board")} title=${t("Board")}
    aria-pressed=${view.board ? "true" : "false"} @click=${doings.toggleBoard}>
    ${icon("pencil")}
  </button>`;
}

function chatButton(view: View, doings: Doings): TemplateResult {
  const pressed = view.open && view.tab === "group";
  return html`<button type="button" class="room-icon room-chat" aria-label=${t("Chat")} title=${t("Chat")}
    aria-pressed=${pressed ? "true" : "false"} aria-controls="room-panel" @click=${doings.toggleChat}>
    ${icon("message-square")}
    ${view.unseen > 0 ? html`<span class="count" aria-hidden="true">${formatNumber(view.unseen)}</span>` : nothing}
  </button>`;
}

function leaveText(view: View): string {
  return view.room?.kind === "meeting" ? t("Leave Meet") : t("Leave room");
}
