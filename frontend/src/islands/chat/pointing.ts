import type { Unfolded } from "./menu-view";
import { placeAtPointer, placeAtTools } from "./placing";

/** Which row's tools are shown, and what of them is unfolded. */
export class Pointing {
  /** The key of the row that is pointed at or has the focus. */
  pointed: string | null = null;
  unfolded: Unfolded = null;
  /** Where the right button was pressed that unfolded the menu; null when something else did. */
  private at: { x: number; y: number } | null = null;
  /** What the last drawing has unfolded, and of which row. */
  private drawn: string | null = null;

  constructor(private readonly redraw: () => void) {}

  /** The pointer or the focus came to a row, or left them all. */
  point(key: string | null, event?: PointerEvent): void {
    // A finger is gone before it could press anything there: it points by its tap.
    if (event?.pointerType === "touch") return;
    // What is unfolded stays until it is chosen or left: the pointer may cross other rows on its way.
    if (key === this.pointed || this.unfolded) return;
    this.pointed = key;
    this.unfold(null);
  }

  /** Unfolds a part of the tools, or folds all. */
  unfold(part: Unfolded): void {
    // The question whether to delete stands where the menu stood.
    if (part !== "delete") this.at = null;
    this.unfolded = part;
    this.redraw();
  }

  /** Pressed beside what is unfolded: it folds. Else what was pressed is pointed at, by a finger too. */
  clicked(event: Event): void {
    // By the path as it was: what was pressed may be redrawn and gone by now.
    if (within(event, ".chat-tools")) return;
    if (this.unfolded) this.unfold(null);
    else this.point(within(event, ".chat-row[data-n]")?.dataset.key ?? null);
  }

  /** The right button on a message unfolds its menu; a link, a picture and a selected text keep the browser's own. */
  asked(event: MouseEvent): void {
    const key = within(event, ".chat-row[data-n]")?.dataset.key;
    const touched = event instanceof PointerEvent && event.pointerType === "touch";
    const theirs = touched || within(event, OWN_MENU) || getSelection()?.type === "Range";
    if (key === undefined || theirs) return;
    event.preventDefault();
    this.unfolded = null;
    this.point(key);
    this.unfold("more");
    // The key for menus has no place of its own.
    if (event.button === 2 || event.ctrlKey) this.at = { x: event.clientX, y: event.clientY };
  }

  /** After a drawing of `log`: what was unfolded has its place and the focus, which goes back to the row behind it. */
  settle(log: Element | null): void {
    const part = log?.querySelector<HTMLElement>(".chat-unfolded");
    if (log && part) this.place(part, log);
    const drawn = this.unfolded && `${this.pointed} ${this.unfolded}`;
    if (!log || drawn === this.drawn) return;
    this.drawn = drawn;
    const lost = document.activeElement === document.body;
    if (this.unfolded) part?.querySelector("button")?.focus({ preventScroll: true });
    else if (lost && this.pointed) rowOf(log, this.pointed)?.focus({ preventScroll: true });
  }

  private place(part: HTMLElement, log: Element): void {
    if (this.at) placeAtPointer(part, this.at);
    else placeAtTools(part, log);
  }
}

/** What has a menu of the browser that one misses. */
const OWN_MENU = "a, img, video, audio, .chat-tools";

function within(event: Event, selector: string): HTMLElement | undefined {
  return event
    .composedPath()
    .find((part): part is HTMLElement => part instanceof HTMLElement && part.matches(selector));
}

function rowOf(log: Element, key: string): HTMLElement | null {
  return log.querySelector<HTMLElement>(`.chat-row[data-key="${CSS.escape(key)}"]`);
}
