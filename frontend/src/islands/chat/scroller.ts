import { atTail, newer, older, SPAN, type Span, shifted, tail } from "./span";

/** So near an edge (in pixels) the next entries are put into the page. */
const NEAR = 700;
/** So near the end counts as being there. */
const AT_END = 48;

/** Keeps the reader's place in the log: at the end as long as he is there, else where he reads. */
export class Scroller {
  span: Span = { start: 0, end: 0 };
  /** Messages of others that came while he was elsewhere. */
  unseen = 0;
  /** Is he away from the end? */
  away = false;
  private stuck = true;
  /** Where the end was when it was gone to last, and how the log was laid out then; null: not known. */
  private end: { top: number; height: number; seen: number } | null = null;
  private total = 0;
  /** The next drawing goes where `goTo` leads, not where the reader was. */
  private pinned = false;
  private anchor: { key: string; top: number } | null = null;
  private readonly sizes = new ResizeObserver(() => this.stuck && this.toBottom());

  /** `world.newer`: does the server have newer entries than the last one here? */
  constructor(
    private readonly host: HTMLElement,
    private readonly world: {
      redraw(): void;
      wantOlder(): void;
      wantNewer(): void;
      newer(): boolean;
    },
  ) {}

  /** No more watching. */
  stop(): void {
    this.sizes.disconnect();
  }

  /** To the newest message, with the next drawing. */
  toEnd(): void {
    this.stuck = true;
    this.end = null;
    this.unseen = 0;
    this.away = false;
  }

  /** Leaves the end and puts the entry at `index` of `total` into the page. */
  goTo(index: number, total: number): void {
    this.stuck = false;
    this.away = true;
    this.anchor = null;
    const start = Math.max(0, index - SPAN / 2);
    this.span = { start, end: Math.min(total, start + SPAN) };
    this.total = total;
    this.pinned = true;
  }

  /** A message of somebody else came at the end. */
  came(): void {
    if (!this.stuck) this.unseen += 1;
  }

  /** `count` older entries came before the others. */
  before(count: number): void {
    this.span = shifted(this.span, count);
    this.total += count;
    if (count > 0 && this.span.start > 0 && !this.stuck) this.span = older(this.span);
  }

  /** `count` entries at the beginning were let go. */
  cut(count: number): void {
    this.span = { start: Math.max(0, this.span.start - count), end: Math.max(0, this.span.end - count) };
    this.total = Math.max(0, this.total - count);
  }

  /** `count` messages wait behind what is shown. */
  waiting(count: number): void {
    this.unseen = count;
  }

  /** Before a drawing of a log of `total` entries: what stands where. */
  remember(total: number): void {
    const log = this.log;
    if (log) this.notice(log);
    this.follow(total);
    this.anchor = null;
    if (this.stuck || !log || this.pinned) return;
    for (const row of log.querySelectorAll<HTMLElement>("[data-key]")) {
      if (row.offsetTop + row.offsetHeight <= log.scrollTop) continue;
      this.anchor = { key: row.dataset.key ?? "", top: row.offsetTop - log.scrollTop };
      return;
    }
  }

  /** After the drawing: the same stands in the same place. `more`: the server has older ones. */
  restore(more: boolean): void {
    const log = this.log;
    if (!log) return;
    const rows = log.firstElementChild;
    if (rows) this.sizes.observe(rows);
    this.sizes.observe(log);
    this.pinned = false;
    if (this.stuck) this.toBottom();
    else if (this.anchor) this.toAnchor(log, this.anchor);
    if (more && log.scrollHeight <= log.clientHeight + NEAR && this.span.start === 0) this.world.wantOlder();
  }

  /** The reader scrolled. */
  scrolled(total: number): void {
    const log = this.log;
    if (!log) return;
    // What came below since the end was gone to does not lead the reader away from it.
    if (this.stuck && this.end && log.scrollTop >= this.end.top) this.toBottom();
    const rest = log.scrollHeight - log.scrollTop - log.clientHeight;
    const tail = atTail(this.span, total);
    const end = tail && rest < AT_END && !this.world.newer();
    if (end !== this.stuck || this.away === end) this.arrive(end);
    if (rest < NEAR && !tail) this.move(newer(this.span, total));
    else if (rest < NEAR && this.world.newer()) this.world.wantNewer();
    else this.nearTop(log);
  }

  /**
   * A row that passes under the pointer is drawn before the page hears of the scrolling that moved it. In a log
   * that is laid out as before only the reader can have left the end.
   */
  private notice(log: HTMLElement): void {
    const { end } = this;
    if (!this.stuck || !end || log.scrollHeight !== end.height || log.clientHeight !== end.seen) return;
    if (log.scrollTop > end.top - AT_END) return;
    this.stuck = false;
    this.away = true;
  }

  private nearTop(log: HTMLElement): void {
    if (log.scrollTop > NEAR) return;
    if (this.span.start > 0 && !this.stuck) this.move(older(this.span));
    else if (this.span.start === 0) this.world.wantOlder();
  }

  private arrive(end: boolean): void {
    this.stuck = end;
    this.away = !end;
    if (end) this.unseen = 0;
    this.world.redraw();
  }

  private move(span: Span): void {
    if (span.start === this.span.start && span.end === this.span.end) return;
    this.span = span;
    this.world.redraw();
  }

  /** New entries at the end come into the page while the reader is near it. */
  private follow(total: number): void {
    if (this.stuck || this.total === 0) this.span = tail(total);
    else if (this.span.end >= this.total) this.span = newer(this.span, total);
    if (this.span.end > total)
      this.span = { start: Math.min(this.span.start, Math.max(0, total - SPAN)), end: total };
    this.total = total;
  }

  private toBottom(): void {
    const log = this.log;
    if (!log) return;
    log.scrollTop = log.scrollHeight;
    this.end = { top: log.scrollTop, height: log.scrollHeight, seen: log.clientHeight };
  }

  private toAnchor(log: HTMLElement, anchor: { key: string; top: number }): void {
    const row = log.querySelector<HTMLElement>(`[data-key="${CSS.escape(anchor.key)}"]`);
    if (row) log.scrollTop = row.offsetTop - anchor.top;
  }

  private get log(): HTMLElement | null {
    return this.host.querySelector<HTMLElement>(".chat-log");
  }
}
