import type { Unfolded } from "./menu-view";

/** Which row's tools are shown, and what of them is unfolded. */
export class Pointing {
  /** The key of the row that is pointed at or has the focus. */
  pointed: string | null = null;
  unfolded: Unfolded = null;

  constructor(private readonly redraw: () => void) {}

  /** The pointer or the focus came to a row, or left them all. */
  point(key: string | null): void {
    // What is unfolded stays until it is chosen or left: the pointer may cross other rows on its way.
    if (key === this.pointed || this.unfolded) return;
    this.pointed = key;
    this.unfold(null);
  }

  /** Unfolds a part of the tools, or folds all. */
  unfold(part: Unfolded): void {
    this.unfolded = part;
    this.redraw();
  }

  /** Pressed beside what is unfolded: it folds. */
  clicked(event: Event): void {
    // By the path as it was: what was pressed may be redrawn and gone by now.
    const within = event
      .composedPath()
      .some((part) => part instanceof Element && part.matches(".chat-tools"));
    if (this.unfolded && !within) this.unfold(null);
  }
}

const GAP = 8;
/** It is never made lower than this; px. */
const LOWEST = 120;

/** Turns what is unfolded in a log to where it is seen whole, else to the wider side, where it scrolls in itself. */
export function placeUnfolded(log: Element | null): void {
  const part = log?.querySelector<HTMLElement>(".chat-unfolded");
  const tools = part?.closest(".chat-tools");
  if (!log || !part || !tools) return;
  const frame = log.getBoundingClientRect();
  const { top, bottom } = tools.getBoundingClientRect();
  // As high as it would be, also while it is cut.
  const height = part.scrollHeight + part.offsetHeight - part.clientHeight;
  const above = top - frame.top - GAP;
  const below = frame.bottom - bottom - GAP;
  const up = below < height && above > below;
  const room = Math.max(LOWEST, up ? above : below);
  part.classList.toggle("is-up", up);
  part.classList.toggle("is-cut", room < height);
  part.style.maxHeight = room < height ? `${room}px` : "";
}
