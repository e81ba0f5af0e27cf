import { gateway } from "./client";

/** Away after so long without a touch, in ms; a tab that is hidden sooner. */
const UNTOUCHED = 5 * 60_000;
const HIDDEN = 30_000;
const TOUCHES = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"] as const;

/** Whether somebody is at this tab. Tells when that changes, never for each touch. */
export class Idleness {
  private idle = false;
  private hiddenSince: number | null = null;
  private touchedAt = Date.now();
  private timer: ReturnType<typeof setTimeout> | null = null;

  /** `isBusy`: somebody is at it without touching anything, as in a call. */
  constructor(
    private readonly tell: (idle: boolean) => void,
    private readonly isBusy: () => boolean,
  ) {
    this.arm();
  }

  /** Is nobody at it? */
  get isIdle(): boolean {
    return this.idle;
  }

  /** Somebody touched something. */
  touch(): void {
    this.touchedAt = Date.now();
    if (this.idle && this.hiddenSince === null) this.become(false);
  }

  /** The tab was hidden, or is shown again. */
  hide(hidden: boolean): void {
    this.hiddenSince = hidden ? Date.now() : null;
    if (!hidden) this.touch();
    this.arm();
  }

  private get due(): number {
    const untouched = this.touchedAt + UNTOUCHED;
    return this.hiddenSince === null ? untouched : Math.min(untouched, this.hiddenSince + HIDDEN);
  }

  private arm(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    if (!this.idle) this.timer = setTimeout(() => this.look(), Math.max(this.due - Date.now(), 0));
  }

  private look(): void {
    if (this.isBusy()) this.touchedAt = Date.now();
    if (this.isBusy() && this.hiddenSince !== null) this.hiddenSince = Date.now();
    if (Date.now() >= this.due) this.become(true);
    else this.arm();
  }

  private become(idle: boolean): void {
    this.idle = idle;
    this.tell(idle);
    this.arm();
  }
}

const reasons: (() => boolean)[] = [];

/** Nobody counts as away while this holds. */
export function awakeWhile(holds: () => boolean): void {
  reasons.push(holds);
}

/** Tells the server when nobody is at this tab, and when somebody is again. Guests are not asked. */
export function startIdle(): void {
  const say = (on: boolean): void => {
    if (!gateway.me?.startsWith("u:")) return;
    // What is not heard now is said again when the connection is back.
    gateway.request("presence.idle", { on }).catch(() => undefined);
  };
  const idleness = new Idleness(say, () => reasons.some((holds) => holds()));
  for (const name of TOUCHES)
    window.addEventListener(name, () => idleness.touch(), { passive: true, capture: true });
  document.addEventListener("visibilitychange", () => idleness.hide(document.visibilityState === "hidden"));
  if (document.visibilityState === "hidden") idleness.hide(true);
  gateway.own.on("ready", () => {
    if (idleness.isIdle) say(true);
  });
}
