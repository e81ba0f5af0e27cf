import type { ReactiveControllerHost } from "lit";
import type { FileRef, MessageChanged, MessageSent, ReadsAnswer } from "../../generated/wire";
import { learnPictures } from "../../lib/face";
import { gateway } from "../../realtime/client";
import { enterRoom, type RoomSession, releaseRoom } from "../../realtime/rooms";
import { outbox, unsentEvents } from "../../realtime/unsent";
import { OpenActs } from "./acts";
import { type Growth, History } from "./history";
import { ChatLog } from "./log";
import { Manner } from "./manner";
import { MessageActions } from "./message-actions";
import { Pins } from "./pins";
import { Reader } from "./reader";
import { Scroller } from "./scroller";
import { Threads } from "./threads";
import { TypingLine } from "./typing-line";
import { Whispers } from "./whispers";

/** So long a message stays lit that was jumped to; ms. */
const LIT = 2_000;
/** What an address names: a message, or the thread under one. */
const LINK = /^#([mt])(\d+)$/;

/** The element that shows the chat. */
export type ChatHost = ReactiveControllerHost & HTMLElement;

/** What one chat on the page knows and hears: its room, its log and where the reader is in it. */
export class Talk {
  readonly log = new ChatLog();
  readonly session: RoomSession;
  readonly history: History;
  readonly reader: Reader;
  readonly scroller: Scroller;
  readonly whispers: Whispers;
  readonly actions: MessageActions;
  readonly typing: TypingLine;
  readonly manner: Manner;
  /** The number of the message that was jumped to just now. */
  lit: number | null = null;
  /** What is done to messages and not confirmed yet. */
  acts = new OpenActs();
  readonly pins: Pins;
  readonly threads: Threads;
  /** Unfolds the thread under a message; the element says how. */
  unfoldThread: (n: number) => void = () => undefined;
  private readonly stops: (() => void)[];

  /** `direct`: of two people. */
  constructor(
    readonly room: number,
    readonly host: ChatHost,
    readonly direct: boolean,
  ) {
    const session = enterRoom(room);
    const redraw = (): void => host.requestUpdate();
    this.session = session;
    this.manner = new Manner(room, session, redraw);
    this.pins = new Pins(room, redraw);
    this.threads = new Threads(room, redraw);
    this.history = new History(
      room,
      this.log,
      (growth) => this.grown(growth),
      (page) => {
        learnPictures(page.faces);
        this.manner.learn(page);
      },
    );
    this.scroller = new Scroller(host, {
      redraw,
      wantOlder: () => void this.history.older(),
      wantNewer: () => void this.history.newer(),
      newer: () => this.log.newer,
    });
    this.reader = new Reader(room, this.log, host, () => !this.scroller.away && !this.log.newer, redraw);
    this.actions = new MessageActions(room);
    this.typing = new TypingLine(session, redraw);
    this.whispers = Whispers.of(room);
    this.stops = [
      session.on("loaded", () => this.loaded()),
      this.whispers.on("changed", () => this.weave()),
      session.on("changed", redraw),
      session.on("joined", ({ person, at, back }) => back || this.note("joined", person.name, at, person.id)),
      session.on("left", ({ person, at }) => this.note("left", person.name, at, person.id)),
      gateway.onStream(session.stream, "chat.message_sent", (data) => this.received(data)),
      gateway.onStream(session.stream, "chat.message_changed", (data) => this.rewritten(data)),
      unsentEvents.on("changed", (changed) => {
        if (changed.discarded) this.log.discard(changed.discarded);
        if (changed.room === room) void this.readOutbox();
      }),
    ];
    window.addEventListener("hashchange", this.followLink);
    if (session.status === "ready") this.loaded();
  }

  /** The viewer's participant; 0 before the room was entered. */
  get me(): number {
    return this.session.me?.id ?? 0;
  }

  /** Do the hosts keep writing to themselves, and is the viewer none of them? */
  get closed(): boolean {
    const { me, room } = this.session;
    const host = me?.role === "owner" || me?.role === "host";
    return !host && room?.forbidden?.includes("chat") === true;
  }

  /** Does the room keep its messages? */
  get kept(): boolean {
    return this.session.room?.kept ?? false;
  }

  /** The element is gone from the page. */
  stop(): void {
    for (const stop of this.stops) stop();
    window.removeEventListener("hashchange", this.followLink);
    this.typing.stop();
    this.scroller.stop();
    this.manner.stop();
    this.threads.stop();
    this.reader.stop();
    this.whispers.release();
    releaseRoom(this.session);
  }

  /** Asks for everything again. */
  loaded(): void {
    if (!this.session.room || !gateway.me) return;
    void this.open();
    if (!this.direct) void this.whispers.load(this.kept);
    void this.readOutbox();
  }

  /** Shows the message `n` in the middle, loading what stands around it if need be. False when it is gone. */
  async jumpTo(n: number): Promise<boolean> {
    if (!(await this.history.reach(n))) return false;
    this.scroller.goTo(this.log.placeOf(n), this.log.entries.length);
    this.lit = n;
    await this.show(`.chat-row[data-n="${n}"]`, "center");
    setTimeout(() => {
      this.lit = null;
      this.host.requestUpdate();
    }, LIT);
    return true;
  }

  /** Shows the first message of a day, or the first one after it. `at`: ms since 1970. False without any. */
  async jumpToMoment(at: number): Promise<boolean> {
    const place = await gateway.request("message.place", { room: this.room, at });
    return place.n !== null && (await this.jumpTo(place.n));
  }

  /** Goes to the newest message. */
  async jumpToEnd(): Promise<void> {
    if (this.log.newer) await this.history.newest(this.kept);
    this.scroller.toEnd();
    this.host.requestUpdate();
  }

  /** Keeps a text, with files that have come, in the outbox, which sends it. */
  async send(body: string, replyTo?: number, files: FileRef[] = []): Promise<void> {
    await outbox.add(this.room, body, { ...(replyTo === undefined ? {} : { replyTo }), files });
  }

  /** The writer takes back what was not sent. */
  async discard(cid: string): Promise<void> {
    this.log.discard(cid);
    this.host.requestUpdate();
    await outbox.discard(cid);
  }

  private async open(): Promise<void> {
    if (!this.kept || !this.session.me) {
      await this.history.newest(this.kept);
      return;
    }
    const again = this.history.state === "ready";
    const here = again && this.scroller.away ? this.reader.lowest() : 0;
    this.manner.ask();
    const place = await this.reader.begin();
    if (place) this.manner.begin(place);
    void this.pins.load();
    void this.threads.load();
    const shown = again ? await this.resume(here, null) : await this.arrive(place);
    if (!shown) await this.history.newest(true);
    this.reader.start();
  }

  /** The address names another place now. */
  private readonly followLink = (): void => {
    const [, kind, number] = LINK.exec(location.hash) ?? [];
    if (kind === "m") void this.jumpTo(Number(number));
    if (kind === "t") this.unfoldThread(Number(number));
  };

  /** Goes where the address leads: to a message or, with its thread unfolded, to where what is new begins. */
  private async arrive(place: ReadsAnswer | null): Promise<boolean> {
    const [, kind, number] = LINK.exec(location.hash) ?? [];
    if (kind === "m") return await this.jumpTo(Number(number));
    if (kind === "t") this.unfoldThread(Number(number));
    return await this.resume(0, place);
  }

  /** Goes on reading where one was, or where what is new begins; false when the end is the place. */
  private async resume(here: number, place: ReadsAnswer | null): Promise<boolean> {
    if (here > 0) return await this.history.around(here);
    if (!place || place.mine === 0 || place.unread === 0) return false;
    if (!(await this.history.around(place.mine + 1))) return false;
    const first = this.log.entries.findIndex(
      (entry) => entry.kind === "message" && entry.message.n > place.mine && entry.message.sender !== this.me,
    );
    this.scroller.goTo(Math.max(0, first), this.log.entries.length);
    this.scroller.waiting(place.unread);
    await this.show('[data-key="new"]', "start");
    return true;
  }

  private async show(selector: string, block: "center" | "start"): Promise<void> {
    this.host.requestUpdate();
    await this.host.updateComplete;
    this.host.querySelector(selector)?.scrollIntoView({ block });
    this.scroller.scrolled(this.log.entries.length);
  }

  /** The viewer's whispers stand among the messages. */
  private weave(): void {
    this.log.whisper(this.whispers.all, this.kept);
    this.host.requestUpdate();
  }

  private rewritten(change: MessageChanged): void {
    const { message, thread } = change;
    this.history.heard.tell(change);
    const changed = this.log.change(message);
    this.pins.heard(message);
    if ((thread && this.log.thread(thread.n, thread.replies)) || changed) this.host.requestUpdate();
  }

  private received(sent: MessageSent): void {
    const { message, thread } = sent;
    this.history.heard.tell(sent);
    this.typing.stopped(message.sender);
    if (thread && this.log.thread(thread.n, thread.replies)) this.host.requestUpdate();
    if (!this.log.add(message)) return;
    // One's own, from another device or from the queue, neither lead away from where one reads nor are new.
    if (message.sender !== this.me) this.scroller.came();
    this.host.requestUpdate();
  }

  private note(what: "joined" | "left", name: string, at: string, participant: number): void {
    if (participant === this.me || this.session.room?.kind === "direct") return;
    this.typing.stopped(participant);
    this.log.note(what, name, at);
    this.host.requestUpdate();
  }

  private async readOutbox(): Promise<void> {
    const unsent = await outbox.inRoom(this.room);
    this.log.setUnsent(unsent);
    this.acts = new OpenActs(unsent);
    this.host.requestUpdate();
  }

  /** A page of history came, or the log began anew. */
  private grown(growth: Growth): void {
    if (growth.what === "anew") this.scroller.toEnd();
    if (growth.what === "newer") this.scroller.cut(growth.count);
    const woven = this.log.whisper(this.whispers.all, this.kept);
    if (growth.what === "older") this.scroller.before(growth.count + (growth.count > 0 ? woven : 0));
    this.host.requestUpdate();
  }
}
