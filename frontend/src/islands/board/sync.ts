import type { BoardState, Events, OpAnswer } from "../../generated/wire";
import { Emitter } from "../../lib/emitter";
import { isRecord } from "../../lib/http";
import { t } from "../../lib/i18n";
import { Refused } from "../../realtime/requests";
import { Held } from "./held";
import { packed } from "./packing";
import { slim } from "./slim";
import { byId, type Drawn, differs, type Judged, judge, type Known, Ledger, winners } from "./state";
import type { Line, Sheet, SyncEvents } from "./sync-ends";
import { Kept, pageKey, type UnsentStore } from "./unsent-store";

interface Read {
  state: BoardState;
  found: Record<string, unknown>[];
}

const PAUSE = 50;
const LOOK = 10_000;
/** Characters of the elements in one command; the server reads no longer frame than 128 Ki. */
const LONGEST = 125_000;
const LATER = new Set(["offline", "timeout", "unanswered", "unavailable", "too_many"]);

/** Keeps a page as the server has it, and hands over what is drawn here, one change after the other. */
export class BoardSync<E extends Drawn> {
  readonly events = new Emitter<SyncEvents<E>>();
  state: BoardState | null = null;
  private readonly ledger = new Ledger();
  /** Own edits that lost: the server keeps them aside. */
  private lost: E[] = [];
  private readonly held = new Held<E>();
  /** What is unsent here, in the store; null before the page is known. */
  private kept: Kept<E> | null = null;
  private entering: Promise<void> | null = null;
  private again = false;
  private sending: Promise<void> | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private readonly look: ReturnType<typeof setInterval>;
  private readonly stops: (() => void)[];
  private stopped = false;
  /** Was there ever a pen? Who only watches has nothing to send. */
  private drew = false;
  /** The whole page is to be read, whatever is known of it. */
  private stale = false;
  /** What was drawn here of these and given up: the page is shown without it. */
  private readonly given = new Set<string>();

  constructor(
    private readonly room: number,
    private readonly page: number,
    private readonly sheet: Sheet<E>,
    private readonly line: Line,
    private readonly store: UnsentStore<E>,
  ) {
    this.look = setInterval(() => void this.enter(), LOOK);
    this.stops = [
      line.onReady(() => void this.enter()),
      line.on("board.changed", (told) => this.changed(told)),
      line.on("board.role", ({ board }) => {
        if (board === this.state?.board) void this.enter();
      }),
      line.on("board.pages", (told) => this.ifHere(told, () => this.events.emit("pages", told))),
      line.on("board.view", (told) => this.ifHere(told, () => this.events.emit("view", told))),
      line.on("board.ink", (told) => this.ifShown(told, () => this.events.emit("ink", told))),
      line.on("board.cursor", (told) => this.ifShown(told, () => this.events.emit("cursor", told))),
    ];
  }

  /** Nothing is heard any more. What is unsent is sent now, or waits in the store. */
  stop(): void {
    if (this.state && !this.stopped) void this.part(this.state);
    this.stopped = true;
    clearInterval(this.look);
    if (this.timer) clearTimeout(this.timer);
    for (const stop of this.stops) stop();
  }

  /** Asks what was missed; one question at a time, and once more if something came up meanwhile. */
  enter(): Promise<void> {
    this.again = true;
    this.entering ??= this.ask().finally(() => {
      this.entering = null;
      // It came up after the last look at it.
      if (this.again && this.asks) void this.enter();
    });
    return this.entering;
  }

  /** Something was drawn here. */
  touch(): void {
    if (this.timer || this.stopped) return;
    this.timer = setTimeout(() => {
      this.timer = null;
      void this.flush();
    }, PAUSE);
  }

  /** Sends what is unsent, or keeps it until that is possible. */
  async flush(): Promise<void> {
    // Several may have waited for the same one.
    while (this.sending !== null) await this.sending;
    if (!this.state) return;
    this.sending = this.hand().finally(() => {
      this.sending = null;
    });
    await this.sending;
  }

  private async part(state: BoardState): Promise<void> {
    const unsent = this.drew ? this.unsent() : [];
    if (unsent.length === 0) return;
    await this.keep(unsent);
    if (state.can_draw) await this.sendAll(state.board, state.page).catch(() => undefined);
  }

  private ifHere({ board }: { board: number }, act: () => void): void {
    if (board === this.state?.board) act();
  }

  /** No two boards have a page of one number. */
  private ifShown({ page }: { page: number }, act: () => void): void {
    if (page === this.state?.page) act();
  }

  private changed(told: Events["board.changed"]): void {
    if (this.entering !== null) this.again = true;
    this.ifShown(told, () => {
      if (!this.state || told.seq <= this.state.seq) return;
      if (told.seq > this.state.seq + 1 || told.whole) {
        void this.enter();
        return;
      }
      this.state = { ...this.state, seq: told.seq };
      this.bring(told.elements);
    });
  }

  private get asks(): boolean {
    return !this.stopped && this.line.status === "open";
  }

  private async ask(): Promise<void> {
    while (this.again && this.asks) {
      this.again = false;
      try {
        await this.load();
      } catch (error) {
        this.tell(error);
      }
    }
    this.touch();
  }

  private async load(): Promise<void> {
    const isFirst = this.state === null;
    const known = this.stale ? null : this.state;
    this.stale = false;
    const { state, found } = await this.read(known?.epoch ?? "", known?.seq ?? 0).catch((error: unknown) => {
      this.stale ||= known === null;
      throw error;
    });
    this.kept ??= new Kept(this.store, this.keyOf(state.board, state.page));
    const kept = isFirst ? await this.kept.load() : [];
    if (this.stopped) return;
    // From here to the end in one go: what is told meanwhile would be covered by what was read before it.
    this.state = state;
    this.drew ||= state.can_draw || kept.length > 0;
    // The whole page names nothing that was deleted.
    if (known?.epoch !== state.epoch || state.elements === null) this.beginAnew(found, kept);
    else if (found.length > 0) this.bring(found);
    this.events.emit("state", state);
    if (isFirst) void this.sendOthers(state);
  }

  private async read(epoch: string, since: number): Promise<Read> {
    // Page 0 is the first one, and another one may be put in front of it later.
    const page = this.state?.page ?? this.page;
    const state = await this.line.request("board.enter", { room: this.room, page, epoch, since });
    return { state, found: state.elements ?? (await this.wholeScene(state)) };
  }

  /** Reads the whole page once more. */
  private readAnew(): void {
    this.stale = true;
    void this.enter();
  }

  private async wholeScene(state: BoardState): Promise<Record<string, unknown>[]> {
    const scene = await this.line.scene(state.board, state.page);
    return isRecord(scene) && Array.isArray(scene.elements) ? scene.elements : [];
  }

  /** The page as the server has it, and on it what was drawn here, now or before, and never arrived. */
  private beginAnew(found: Record<string, unknown>[], kept: readonly E[]): void {
    const unsent = this.unsent().filter(({ id }) => !this.given.has(id));
    const under = this.underHand();
    const drawn = [...kept, ...[...under, ...unsent].map((element) => slim(element))];
    this.given.clear();
    this.ledger.forget();
    this.held.forget();
    const remote = found as unknown as E[];
    const there = byId(remote);
    this.ledger.note(remote);
    // Of what two tabs made of one element the rule chooses too.
    const own = winners(this.ledger.unsent(drawn));
    const newest = new Map([...there, ...own]);
    // What is there just so arrived, and only its answer was lost.
    this.lose(drawn.filter((one) => newest.has(one.id) && differs(one, newest.get(one.id))));
    this.sheet.bring([...newest.values()], true);
    this.events.emit("remote", remote);
  }

  /** What the hand is on and made of elements that are newer on the server. */
  private underHand(): E[] {
    if (this.held.size === 0) return [];
    const local = byId(this.sheet.scene());
    return judge(local, this.held.elements(), new Set(this.held.edited(local))).lost;
  }

  /** The server has checked each of them against the schema of elements. */
  private bring(elements: readonly Record<string, unknown>[]): void {
    const remote = (elements as unknown as E[]).filter((element) => this.ledger.isNews(element));
    const local = byId(this.sheet.scene());
    const mine = this.state?.can_draw ? this.unsent().map(({ id }) => id) : [];
    const known = new Map(remote.map(({ id }) => [id, this.ledger.of(id)]));
    this.ledger.note(remote);
    const judged = judge(local, remote, new Set([...mine, ...this.held.edited(local)]));
    this.show(judged, (id) => known.get(id));
    this.events.emit("remote", remote);
  }

  /** Own edits that were beaten go to the server, which keeps them aside. */
  private lose(edits: readonly E[]): void {
    if (edits.length === 0) return;
    this.lost.push(...edits);
    this.events.emit("lost", edits.length);
    this.touch();
  }

  /** Shows what is not under the hand; of that it is decided when the hand is off. */
  private show({ shown, lost }: Judged<E>, base: (id: string) => Known | undefined): void {
    const busy = new Set(this.sheet.bring(shown, false).map(({ id }) => id));
    this.held.take(shown, busy, base);
    this.lose(lost.filter(({ id }) => !busy.has(id)).map((element) => slim(element)));
    if (this.held.size > 0) this.touch();
  }

  /** The hand may be off by now: whatever is older here than what came is replaced, and kept aside. */
  private showHeld(): void {
    if (this.held.size === 0) return;
    const local = byId(this.sheet.scene());
    const judged = judge(local, this.held.elements(), new Set(this.held.edited(local)));
    this.show(judged, (id) => this.held.base(id));
  }

  private unsent(): E[] {
    return this.ledger.unsent(this.sheet.scene());
  }

  private keyOf(board: number, page: number): string {
    return pageKey(this.line.me ?? "", board, page);
  }

  private async hand(): Promise<void> {
    this.showHeld();
    if (!this.drew) return;
    if (this.ledger.misses(this.sheet.scene())) {
      // A file was opened in the editor: what it brought is added to what is there.
      this.readAnew();
      return;
    }
    await this.keep(this.unsent());
    // Meanwhile the page may have changed, and who may draw on it.
    const { state } = this;
    const unsent = this.unsent();
    this.events.emit("waiting", unsent.length);
    if (!state || !this.asks) return;
    if (!state.can_draw) {
      this.giveUpAll(unsent);
      return;
    }
    const sendable = unsent.filter((element) => this.sheet.ready(element));
    const parcel = packed(sendable, this.lost);
    if (parcel.length > 0) await this.send(state, parcel);
  }

  private async send(state: BoardState, elements: E[]): Promise<void> {
    try {
      const { lost } = await this.op(state.board, state.page, elements);
      this.ledger.note(elements);
      this.settle(elements);
      if (lost.length > 0) {
        this.events.emit("lost", lost.length);
        this.bring(lost);
      }
      this.touch();
    } catch (error) {
      this.refused(error, elements);
    }
  }

  /** What no frame can carry would never be answered; it is refused here, so that the rest gets through. */
  private async op(board: number, page: number, elements: E[]): Promise<OpAnswer> {
    if (JSON.stringify(elements).length > LONGEST)
      throw new Refused("bad_element", t("This cannot be put on the board."));
    const wire = elements as unknown as Record<string, unknown>[];
    return this.line.request("board.op", { board, page, elements: wire });
  }

  /** These of the edits that lost were taken by the server, or refused. */
  private settle(elements: readonly E[]): void {
    this.lost = this.lost.filter((element) => !elements.includes(element));
  }

  /** Without an answer it is sent again later; what was refused is replaced by what the server has. */
  private refused(error: unknown, elements: readonly E[]): void {
    if (error instanceof Refused && LATER.has(error.code)) {
      if (error.retry) setTimeout(() => this.touch(), error.retry * 1000);
      else if (this.line.status === "open") this.touch();
      return;
    }
    this.tell(error);
    this.settle(elements);
    // What was drawn on after it was sent is handed out as it is now.
    const mine = byId(this.unsent());
    const latest = elements.map((element) => slim(mine.get(element.id) ?? element));
    this.giveUp(latest, error instanceof Refused ? error.current : []);
    // Something newer may have been told before this answer: what the page is now, only the whole says.
    this.readAnew();
  }

  /** What was drawn here is as it is on the server again; it is handed out, so that nobody's work is gone. */
  private giveUp(elements: readonly E[], current: readonly Record<string, unknown>[]): void {
    const there = byId(current as unknown as E[]);
    // What is there just so arrived earlier, and only the answer was lost.
    this.events.emit(
      "left",
      elements.filter((element) => differs(element, there.get(element.id))),
    );
    const gone = elements.filter(({ id }) => !there.has(id));
    for (const element of gone) this.ledger.drop(element.id);
    this.ledger.note(there.values());
    this.sheet.bring([...there.values(), ...gone.map((element) => ({ ...element, isDeleted: true }))], false);
  }

  /** The pen was taken meanwhile: the page is read anew, without what was drawn here. */
  private giveUpAll(unsent: readonly E[]): void {
    const left = [...this.lost, ...unsent];
    if (left.length === 0) return;
    this.lost = [];
    this.events.emit("left", left);
    if (unsent.length === 0) return;
    for (const { id } of unsent) this.given.add(id);
    this.readAnew();
  }

  /** Until the server has them; what lost and is on its way to be kept aside too. */
  private async keep(unsent: readonly E[]): Promise<void> {
    await this.kept?.save([...this.lost, ...unsent.map((element) => slim(element))]);
  }

  /** Other pages of the board that were left before all of them was stored. */
  private async sendOthers({ board, page }: BoardState): Promise<void> {
    for (const other of await this.store.pages(this.line.me ?? "", board)) {
      if (other === page || this.stopped) continue;
      try {
        await this.sendAll(board, other);
      } catch (error) {
        if (error instanceof Refused && LATER.has(error.code)) return;
        const kept = new Kept(this.store, this.keyOf(board, other));
        this.events.emit("left", await kept.load());
        await kept.save([]);
      }
    }
  }

  private async sendAll(board: number, page: number): Promise<void> {
    const kept = new Kept(this.store, this.keyOf(board, page));
    let left = await kept.load();
    while (left.length > 0) {
      const elements = packed(left, []);
      await this.op(board, page, elements);
      left = left.filter((one) => !elements.some((sent) => sent.id === one.id && !differs(sent, one)));
      await kept.save(left);
    }
  }

  private tell(error: unknown): void {
    const waits = error instanceof Refused && LATER.has(error.code);
    if (!waits && error instanceof Error) this.events.emit("trouble", error);
  }
}
