const GAP = 8;
/** It is never made lower than this; px. */
const LOWEST = 120;

/** Turns what is unfolded in a log to where it is seen whole, else to the wider side, where it scrolls in itself. */
export function placeAtTools(part: HTMLElement, log: Element): void {
  const tools = part.closest(".chat-tools");
  if (!tools) return;
  if (part.popover) part.removeAttribute("popover");
  part.style.left = "";
  part.style.top = "";
  const frame = log.getBoundingClientRect();
  const { top, bottom } = tools.getBoundingClientRect();
  const height = wholeHeight(part);
  const above = top - frame.top - GAP;
  const below = frame.bottom - bottom - GAP;
  const up = below < height && above > below;
  part.classList.toggle("is-up", up);
  cut(part, height, Math.max(LOWEST, up ? above : below));
}

/** Unfolds it where the pointer is, above everything, to the side where one reads on, and wholly in the window. */
export function placeAtPointer(part: HTMLElement, { x, y }: { x: number; y: number }): void {
  // Not cut by the log, as it may be higher than that.
  part.popover = "manual";
  if (!part.matches(":popover-open")) part.showPopover();
  const { clientWidth, clientHeight } = document.documentElement;
  cut(part, wholeHeight(part), clientHeight - 2 * GAP);
  const { width, height } = part.getBoundingClientRect();
  const before = getComputedStyle(part).direction === "rtl";
  const left = fitting(x, width, clientWidth, before);
  part.style.left = `${left}px`;
  part.style.top = `${fitting(y, height, clientHeight, false)}px`;
}

/** Where something of this size begins beside a point: behind it or before it, or else where there is room. */
export function fitting(point: number, size: number, room: number, before: boolean): number {
  const behind = point + size + GAP <= room;
  const ahead = point - size - GAP >= 0;
  if (before ? ahead : !behind && ahead) return point - size;
  return behind ? point : Math.max(GAP, room - size - GAP);
}

/** As high as it would be, also while it is cut. */
function wholeHeight(part: HTMLElement): number {
  return part.scrollHeight + part.offsetHeight - part.clientHeight;
}

function cut(part: HTMLElement, height: number, room: number): void {
  part.classList.toggle("is-cut", room < height);
  part.style.maxHeight = room < height ? `${room}px` : "";
}
