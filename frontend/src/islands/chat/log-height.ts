import { html, type TemplateResult } from "lit";
import { t } from "../../lib/i18n";

const KEY = "samovar:log-height";
/** The log never gets lower than this, nor leaves less than that to what stands below it; px. */
const LOWEST = 120;
const BELOW = 120;
const STEP = 24;

/** The height of the log as its reader chose it by the handle below it, kept in this browser (S2-23). */
export class LogHeight {
  /** Null: as tall as there is room for. */
  private chosen: number | null = read();
  private drag: { pointer: number; from: number; height: number } | null = null;

  constructor(
    private readonly host: HTMLElement,
    private readonly redraw: () => void,
  ) {}

  /** Did the reader choose a height? */
  get sized(): boolean {
    return this.chosen !== null;
  }

  /** After a drawing: gives the log its height. */
  apply(): void {
    const middle = this.middle;
    const handle = this.host.querySelector(".chat-handle");
    if (!middle || !handle) return;
    if (this.chosen !== null) middle.style.setProperty("--log-height", `${this.clamped(this.chosen)}px`);
    handle.setAttribute("aria-valuemin", String(LOWEST));
    handle.setAttribute("aria-valuemax", String(this.highest));
    handle.setAttribute("aria-valuenow", String(Math.round(middle.clientHeight)));
  }

  /** The line that is drawn; arrows move it too, Home and End to its ends, a double click lets it go. */
  view(): TemplateResult {
    return html`<div class="chat-handle" role="separator" tabindex="0" aria-orientation="horizontal"
      aria-label=${t("Height of the messages")} title=${t("Height of the messages")} @pointerdown=${this.grab}
      @pointermove=${this.move} @pointerup=${this.drop} @pointercancel=${this.drop} @keydown=${this.press}
      @dblclick=${() => this.choose(null)}></div>`;
  }

  private readonly grab = (event: PointerEvent): void => {
    if (!(event.currentTarget instanceof HTMLElement) || event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    this.drag = {
      pointer: event.pointerId,
      from: event.clientY,
      height: this.middle?.clientHeight ?? LOWEST,
    };
  };

  private readonly move = (event: PointerEvent): void => {
    if (this.drag?.pointer !== event.pointerId) return;
    this.choose(this.clamped(this.drag.height + event.clientY - this.drag.from));
  };

  private readonly drop = (): void => {
    this.drag = null;
  };

  private readonly press = (event: KeyboardEvent): void => {
    const height = this.middle?.clientHeight ?? LOWEST;
    const wanted: Record<string, number> = {
      ArrowUp: height - STEP,
      ArrowDown: height + STEP,
      Home: LOWEST,
      End: this.highest,
    };
    const next = wanted[event.key];
    if (next === undefined) return;
    event.preventDefault();
    this.choose(this.clamped(next));
  };

  private choose(height: number | null): void {
    this.chosen = height;
    // The field measured itself while it filled what was left.
    if (height === null) this.host.querySelector("textarea")?.style.removeProperty("height");
    try {
      if (height === null) localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, String(Math.round(height)));
    } catch {
      // A browser that keeps nothing forgets it with the page.
    }
    this.redraw();
  }

  private clamped(height: number): number {
    return Math.min(this.highest, Math.max(LOWEST, height));
  }

  /** What the log could have at most. */
  private get highest(): number {
    const middle = this.middle;
    const main = middle?.parentElement;
    if (!middle || !main) return LOWEST;
    const above = middle.offsetTop - main.offsetTop;
    return Math.max(LOWEST, main.clientHeight - above - BELOW);
  }

  private get middle(): HTMLElement | null {
    return this.host.querySelector<HTMLElement>(".chat-middle");
  }
}

function read(): number | null {
  try {
    const kept = Number(localStorage.getItem(KEY));
    return kept >= LOWEST ? kept : null;
  } catch {
    return null;
  }
}
