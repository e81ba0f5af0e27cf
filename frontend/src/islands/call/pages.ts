import type { ReactiveController, ReactiveControllerHost } from "lit";

const NEARLY = 4;
const PART = 0.9;

/** Turns the pages of a row that is longer than its place, and knows whether there is one on either side. */
export class Pages implements ReactiveController {
  back = false;
  on = false;
  private row: HTMLElement | null = null;
  private readonly look = (): void => this.measure();
  private readonly size = new ResizeObserver(this.look);

  constructor(
    private readonly host: ReactiveControllerHost & HTMLElement,
    private readonly selector: string,
  ) {
    host.addController(this);
  }

  hostUpdated(): void {
    const row = this.host.querySelector<HTMLElement>(this.selector);
    if (row !== this.row) this.follow(row);
    this.measure();
  }

  hostDisconnected(): void {
    this.follow(null);
  }

  turn(forward: boolean): void {
    const { row } = this;
    if (!row) return;
    const rightwards = forward === (getComputedStyle(row).direction !== "rtl");
    row.scrollBy({ left: row.clientWidth * PART * (rightwards ? 1 : -1) });
  }

  private follow(row: HTMLElement | null): void {
    this.size.disconnect();
    this.row?.removeEventListener("scroll", this.look);
    this.row = row;
    if (!row) return;
    this.size.observe(row);
    row.addEventListener("scroll", this.look, { passive: true });
  }

  private measure(): void {
    const { row } = this;
    const most = row ? row.scrollWidth - row.clientWidth : 0;
    // It counts down from zero where the line runs from right to left.
    const at = Math.abs(row?.scrollLeft ?? 0);
    const [back, on] = [at > NEARLY, at < most - NEARLY];
    if (back === this.back && on === this.on) return;
    this.back = back;
    this.on = on;
    this.host.requestUpdate();
  }
}
