import { Emitter } from "../../../lib/emitter";
import { gateway } from "../../../realtime/client";

const BAR = "samovar:format-bar";

/** How the viewer writes: what Enter does (kept with the person), and whether the bar is shown (with the browser). */
class Habits {
  /** Does Enter send? Else it begins a line, and Ctrl+Enter sends. */
  enterSends = true;
  bar = stored(BAR) === "on";
  private readonly changes = new Emitter<{ changed: null }>();

  constructor() {
    gateway.on("chat.habit_chosen", ({ enter_sends: sends }) => this.know(sends));
  }

  /** Hear of changes; returns how to stop. */
  on(name: "changed", run: () => void): () => void {
    return this.changes.on(name, run);
  }

  /** What the server knows. */
  know(enterSends: boolean): void {
    this.enterSends = enterSends;
    this.changes.emit("changed", null);
  }

  /** Chooses what Enter does, on all devices. */
  choose(enterSends: boolean): void {
    this.know(enterSends);
    gateway.request("writing.choose", { enter_sends: enterSends }).catch(() => undefined);
  }

  /** Shows the bar, or hides it. */
  showBar(on: boolean): void {
    this.bar = on;
    try {
      localStorage.setItem(BAR, on ? "on" : "off");
    } catch {
      // A browser that keeps nothing asks anew each time.
    }
    this.changes.emit("changed", null);
  }
}

function stored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export const habits = new Habits();
