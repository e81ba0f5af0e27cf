import type { QuietView } from "../generated/wire";
import { Emitter } from "../lib/emitter";
import { gateway } from "../realtime/client";

const LONGEST_TIMER = 2 ** 31 - 1;
const PATIENCE = 5_000;

/** Whether this person wants not to be disturbed, the same on all devices; the server keeps it. */
class Quiet {
  readonly events = new Emitter<{ changed: undefined }>();
  private view: QuietView = { on: false, until: null };
  private timer: ReturnType<typeof setTimeout> | null = null;

  /** Is nothing to be heard or to be shown on a desktop now? */
  get on(): boolean {
    return this.view.on && (this.until === null || this.until.getTime() > Date.now());
  }

  /** When it ends by itself. */
  get until(): Date | null {
    return this.view.until ? new Date(this.view.until) : null;
  }

  start(): void {
    gateway.on("notifications.quiet_changed", (view) => this.take(view));
    gateway.own.on("ready", () => void this.ask());
  }

  /** Begins it, for so many minutes or without an end, or ends it. Rejects with Refused. */
  async set(on: boolean, minutes: number | null = null): Promise<void> {
    await connected();
    this.take(await gateway.request("quiet.set", { on, minutes }));
  }

  private async ask(): Promise<void> {
    if (!gateway.me?.startsWith("u:")) return;
    const view = await gateway.request("quiet.ask", {}).catch(() => null);
    if (view) this.take(view);
  }

  private take(view: QuietView): void {
    this.view = view;
    if (this.timer) clearTimeout(this.timer);
    const left = this.until ? this.until.getTime() - Date.now() : LONGEST_TIMER;
    if (this.on) this.timer = setTimeout(() => this.changed(), Math.min(left, LONGEST_TIMER));
    this.changed();
  }

  private changed(): void {
    document.documentElement.toggleAttribute("data-quiet", this.on);
    this.events.emit("changed", undefined);
  }
}

export const quiet = new Quiet();

/** Who presses while the page still connects is not refused, unless that takes long. */
async function connected(): Promise<void> {
  if (gateway.status === "open") return;
  let stop = (): void => undefined;
  const ready = new Promise<void>((done) => {
    stop = gateway.own.on("ready", () => done());
  });
  await Promise.race([ready, new Promise((late) => setTimeout(late, PATIENCE))]);
  stop();
}

/** Minutes from `now` until the next morning at eight. */
export function minutesUntilTomorrow(now: Date): number {
  const morning = new Date(now);
  morning.setDate(morning.getDate() + 1);
  morning.setHours(8, 0, 0, 0);
  return Math.ceil((morning.getTime() - now.getTime()) / 60_000);
}
