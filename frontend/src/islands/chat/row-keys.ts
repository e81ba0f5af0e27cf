import type { Pointing } from "./pointing";

/** How far an arrow goes among what is unfolded: the emoji stand in rows of four. */
const ROW = 4;

/** Keys in a log: arrows go from message to message, Enter unfolds a menu, arrows go through it. True when one did. */
export function walked(event: KeyboardEvent, pointing: Pointing): boolean {
  const { target } = event;
  if (!(target instanceof HTMLElement) || event.altKey || event.ctrlKey || event.metaKey) return false;
  const part = target.closest<HTMLElement>(".chat-unfolded");
  const done = part ? stepped(event.key, part) : moved(event, target, pointing);
  if (done) event.preventDefault();
  return done;
}

function stepped(key: string, part: HTMLElement): boolean {
  const all = [...part.querySelectorAll<HTMLElement>("button")];
  const forward = getComputedStyle(part).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
  const down = part.matches(".chat-emojis") ? ROW : 1;
  const steps: Record<string, number> = {
    ArrowRight: -1,
    ArrowLeft: -1,
    [forward]: 1,
    ArrowDown: down,
    ArrowUp: -down,
  };
  const step = steps[key];
  if (step === undefined) return false;
  const at = all.findIndex((one) => one.matches(":focus"));
  all.at((at + step) % all.length)?.focus();
  return true;
}

function moved(event: KeyboardEvent, target: HTMLElement, pointing: Pointing): boolean {
  const log = target.closest<HTMLElement>("[role=log]");
  const row = target.matches(".chat-row") ? target : null;
  if (!log || (target !== log && !row)) return false;
  if (event.key === "Enter" && row?.querySelector(".chat-tools")) {
    pointing.unfold("more");
    return true;
  }
  if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return false;
  const next = neighbour(log, row, event.key === "ArrowUp");
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: "nearest" });
  return next !== undefined;
}

/** The row above or below; none as long as a tall one that has the focus is not read to its end. */
function neighbour(log: HTMLElement, row: HTMLElement | null, up: boolean): HTMLElement | undefined {
  const all = [...log.querySelectorAll<HTMLElement>(".chat-row[tabindex]")];
  const frame = log.getBoundingClientRect();
  if (!row) {
    const seen = all.filter((one) => isSeen(one.getBoundingClientRect(), frame));
    return up ? seen.at(-1) : seen[0];
  }
  const { top, bottom } = row.getBoundingClientRect();
  const tall = bottom - top > frame.height && isSeen({ top, bottom }, frame);
  if (tall && (up ? top < frame.top - 1 : bottom > frame.bottom + 1)) return undefined;
  const at = all.indexOf(row) + (up ? -1 : 1);
  return all[at];
}

function isSeen({ top, bottom }: { top: number; bottom: number }, frame: DOMRect): boolean {
  return bottom > frame.top && top < frame.bottom;
}
