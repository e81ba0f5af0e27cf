import { Emitter } from "../../lib/emitter";
import type { Choice } from "./state";

const REMEMBERED = "samovar.layout";
const SELF_HIDDEN = "samovar.self-view-off";

/** How this person wants to see calls: remembered, but for who is pinned. */
export class ChosenLayout {
  readonly events = new Emitter<{ change: undefined }>();
  private chosen: Choice;

  constructor() {
    this.chosen = { layout: read(), pinned: null, selfHidden: stored(SELF_HIDDEN) !== null };
  }

  get choice(): Choice {
    return this.chosen;
  }

  toggleLayout(): void {
    const layout = this.chosen.layout === "grid" ? "speaker" : "grid";
    this.set({ ...this.chosen, layout, pinned: null });
    store(REMEMBERED, layout);
  }

  /** Show oneself among the others, or not. */
  toggleSelf(): void {
    const selfHidden = !this.chosen.selfHidden;
    this.set({ ...this.chosen, selfHidden });
    store(SELF_HIDDEN, selfHidden ? "1" : null);
  }

  /** Keep somebody large, whoever speaks; the same one again lets go. */
  togglePin(peer: string): void {
    this.set({ ...this.chosen, pinned: this.chosen.pinned === peer ? null : peer });
  }

  pin(peer: string): void {
    this.set({ ...this.chosen, pinned: peer });
  }

  private set(choice: Choice): void {
    this.chosen = choice;
    this.events.emit("change", undefined);
  }
}

function read(): Choice["layout"] {
  return stored(REMEMBERED) === "grid" ? "grid" : "speaker";
}

function stored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function store(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // Storage may be full or forbidden; then it holds for this page only.
  }
}

export const chosenLayout = new ChosenLayout();
