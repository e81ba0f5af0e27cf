import "./room.css";
import "./head.css";
import "./in-call.css";
import "./low.css";
import "./dialogs.css";
import "../chat/index";
import "../../files/room-files";
import { html, nothing, type TemplateResult } from "lit";
import { toast } from "../../enhance/toasts";
import type { Person, RoomView } from "../../generated/wire";
import { copyText } from "../../lib/dom";
import { isRecord } from "../../lib/http";
import { t } from "../../lib/i18n";
import { LightElement } from "../../lib/light";
import { callSession } from "../../media/session";
import { gateway } from "../../realtime/client";
import { enterRoom, type RoomEvents, type RoomSession, releaseRoom } from "../../realtime/rooms";
import { loadIslands } from "../../shell/islands";
import { visit } from "../../shell/navigation";
import type { CallPreview } from "../call/preview";
import { Personal } from "../chat/personal";
import { DeleteDialog, InviteDialog, RenameDialog } from "./dialogs";
import { barView, type Doings, headView, panelView, stageView, type View } from "./layout";
import { RunningCall } from "./running-call";

const WIDE = matchMedia("(min-width: 1280px)");
const COPIED = 2_000;

/**
 * The page of a room: `<samovar-room data-room-id="12" data-code="abc-defg-hij" data-guest?>`.
 * A `<script type="application/json" id="room-start">` may bring `room` and `me` along.
 */
export class Room extends LightElement {
  private session: RoomSession | null = null;
  private running: RunningCall | null = null;
  private room: RoomView | null = null;
  private me: Person | null = null;
  private open = true;
  private board = false;
  private tab: View["tab"] = "group";
  private unseen = 0;
  private copied = false;
  private wasIn = false;
  private leaving = false;
  private second: ReturnType<typeof setInterval> | null = null;
  private stops: (() => void)[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    const id = Number(this.dataset.roomId);
    if (this.guest) gateway.start(this.dataset.code);
    const session = enterRoom(id);
    this.session = session;
    this.begin();
    this.running = new RunningCall(session, () => this.requestUpdate());
    this.stops = [
      session.on("changed", () => this.changed(session)),
      session.on("gone", (gone) => this.gone(gone)),
      callSession.events.on("change", () => this.callChanged()),
      gateway.onStream(session.stream, "chat.message_sent", ({ message }) => this.heard(message.sender)),
    ];
    this.wasIn = this.inCall;
    this.open = !this.inCall || WIDE.matches;
    WIDE.addEventListener("change", this.redraw);
    window.addEventListener("hashchange", this.linked);
    this.changed(session);
    this.follow();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.stops) stop();
    WIDE.removeEventListener("change", this.redraw);
    window.removeEventListener("hashchange", this.linked);
    if (this.second) clearInterval(this.second);
    this.second = null;
    this.running?.stop();
    if (this.session) releaseRoom(this.session);
    this.session = null;
  }

  /** The page brought the room and the viewer along: the header need not wait for the gateway. */
  private begin(): void {
    const start: unknown = JSON.parse(document.querySelector("#room-start")?.textContent ?? "null");
    if (!isStart(start) || start.room.id !== Number(this.dataset.roomId)) return;
    this.room = start.room;
    this.me = start.me;
  }

  private readonly redraw = (): void => this.requestUpdate();

  /** A link to a message leads into the log. */
  private readonly linked = (): void => {
    if (location.hash.startsWith("#m")) this.show("group");
  };

  private get guest(): boolean {
    return "guest" in this.dataset && this.dataset.guest !== "false";
  }

  /** Where a guest goes who leaves. */
  private get goodbye(): string {
    return `/r/${this.dataset.code ?? ""}/left/`;
  }

  private get inCall(): boolean {
    return callSession.phase !== "idle" && callSession.room?.id === Number(this.dataset.roomId);
  }

  private changed(session: RoomSession): void {
    const before = this.room?.name;
    this.room = session.room ?? this.room;
    this.me = session.me ?? this.me;
    if (before && this.room && before !== this.room.name) {
      document.title = document.title.replace(before, this.room.name);
    }
    this.requestUpdate();
  }

  /** Whoever the room has lost is led to the hub, a guest to the page that says so. */
  private gone({ why, reason }: RoomEvents["gone"]): void {
    if (this.leaving) return;
    this.leaving = true;
    if (this.inCall) void callSession.leave();
    if (this.guest) {
      if (why === "left") location.assign(this.goodbye);
      else location.reload();
    } else {
      if (why !== "left") toast(reason || goneText(why));
      visit("/rooms/");
    }
  }

  private heard(sender: number): void {
    if ((this.open && this.tab === "group") || sender === this.me?.id) return;
    this.unseen += 1;
    this.requestUpdate();
  }

  /** A call takes the middle: on narrow screens the panel makes room for it, and comes back after it. */
  private callChanged(): void {
    if (this.inCall !== this.wasIn) {
      this.wasIn = this.inCall;
      if (!WIDE.matches) this.open = !this.inCall;
      if (!this.inCall) this.open = true;
      this.follow();
    }
    this.requestUpdate();
  }

  /** Counts the seconds of a call. */
  private follow(): void {
    if (this.second) clearInterval(this.second);
    this.second = this.inCall ? setInterval(this.redraw, 1_000) : null;
  }

  private readonly doings: Doings = {
    toggleChat: () => this.show(this.open && this.tab === "group" ? null : "group"),
    toggleBoard: () => this.toggleBoard(),
    show: (tab) => this.show(tab),
    showMessage: (n) => this.showMessage(n),
    call: () => void this.call(),
    copy: () => void this.copy(),
    leave: () => void this.leave(),
    rename: () => this.dialog("samovar-room-rename", RenameDialog),
    remove: () => this.dialog("samovar-room-delete", DeleteDialog),
    whisper: (person) => void this.whisper(person),
    invite: () => this.dialog("samovar-room-invite", InviteDialog),
  };

  private showMessage(n: number): void {
    this.show("group");
    // The chat follows links to its messages; the same one twice is followed twice.
    if (location.hash === `#m${n}`) history.replaceState(history.state, "", location.pathname);
    location.hash = `m${n}`;
  }

  private show(tab: View["tab"] | null): void {
    if (!tab) this.leavePanel();
    this.open = tab !== null;
    if (tab) this.tab = tab;
    if (tab === "group") this.unseen = 0;
    this.requestUpdate();
  }

  /** Who stood in the panel that closes stands on the button that opens it. */
  private leavePanel(): void {
    if (!this.querySelector("#room-panel")?.contains(document.activeElement)) return;
    this.querySelector<HTMLElement>(".room-chat")?.focus();
  }

  private async whisper(person: Person): Promise<void> {
    this.show("personal");
    await this.updateComplete;
    const personal = this.querySelector("samovar-personal");
    if (personal instanceof Personal) await personal.writeTo(person);
  }

  private dialog(name: string, kind: typeof RenameDialog | typeof DeleteDialog | typeof InviteDialog): void {
    const dialog = this.querySelector(name);
    if (dialog instanceof kind && this.room) void dialog.open(this.room);
  }

  /** The board takes the middle, as a call does. */
  private toggleBoard(): void {
    this.board = !this.board;
    if (!WIDE.matches) this.open = !this.board && !this.inCall;
    this.requestUpdate();
  }

  private async call(): Promise<void> {
    const { room } = this;
    if (!room) return;
    await customElements.whenDefined("samovar-call-preview");
    const preview = this.querySelector<CallPreview>("samovar-call-preview");
    if (!preview) return;
    preview.room = { id: room.id, code: room.code, name: room.name };
    preview.name = this.me?.name ?? "";
    await preview.show();
  }

  private async copy(): Promise<void> {
    const link = new URL(`/r/${this.dataset.code ?? ""}/`, location.href).href;
    this.copied = await copyText(link);
    toast(this.copied ? t("The link is copied.") : link, this.copied ? "success" : "info");
    this.requestUpdate();
    setTimeout(() => {
      this.copied = false;
      this.requestUpdate();
    }, COPIED);
  }

  private async leave(): Promise<void> {
    if (!this.session || this.leaving) return;
    this.leaving = true;
    if (this.inCall) await callSession.leave();
    // Without an answer the server finds out by itself that nobody is here any more.
    await gateway.request("room.leave", { room: this.session.id }, 3_000).catch(() => undefined);
    if (this.guest) location.assign(this.goodbye);
    else visit("/rooms/");
  }

  protected override updated(): void {
    this.classList.toggle("in-call", this.inCall);
    loadIslands(this);
  }

  protected override render(): TemplateResult {
    const view = this.view();
    return html`<div class="room ${view.inCall || view.board ? "in-call" : ""} ${view.open ? "has-panel" : ""}">
        ${headView(view, this.doings)}
        <div class="room-middle">
          ${stageView(view)} ${panelView(view, this.doings)}
        </div>
        ${barView(view, this.doings)}
      </div>
      <samovar-call-preview></samovar-call-preview>
      ${this.guest ? nothing : html`<samovar-room-invite></samovar-room-invite>`}
      <samovar-room-rename></samovar-room-rename>
      <samovar-room-delete></samovar-room-delete>`;
  }

  private view(): View {
    return {
      id: Number(this.dataset.roomId),
      code: this.dataset.code ?? "",
      limit: this.dataset.maxLength ?? "",
      room: this.room,
      me: this.me,
      people: this.session?.people ?? [],
      calling: this.running?.people ?? [],
      inCall: this.inCall,
      elsewhere: this.running?.hasElsewhere(this.me?.id ?? 0, callSession.address.peer) ?? false,
      encrypted: this.inCall ? callSession.encrypted : (this.room?.key_check ?? "") !== "",
      board: this.board,
      startedAt: callSession.startedAt,
      open: this.open,
      tab: this.tab,
      unseen: this.unseen,
      copied: this.copied,
      guest: this.guest,
    };
  }
}

function isStart(start: unknown): start is { room: RoomView; me: Person } {
  return isRecord(start) && isRecord(start.room) && isRecord(start.me);
}

function goneText(why: RoomEvents["gone"]["why"]): string {
  if (why === "deleted") return t("The room was deleted by its owner.");
  if (why === "removed") return t("You are no longer in this room.");
  return t("This room has ended.");
}
