import type { BoardState } from "../../generated/wire";
import { gateway } from "../../realtime/client";
import type { Stroke } from "./editor";

const OFTEN = 60;
const MOST_INK = 1_500;

/** Shows the others what the hand does before it is stored: the line that grows, and where it points. */
export class Hand {
  private pointedAt = 0;
  private inkedAt = 0;
  private inked = { id: "", sent: 0 };

  constructor(private readonly state: () => BoardState | null) {}

  /** A line has grown: what is new of it goes. Null: it is finished. */
  stroke(stroke: Stroke | null): void {
    const state = this.state();
    const now = performance.now();
    if (!state || !stroke || now - this.inkedAt < OFTEN || gateway.status !== "open") return;
    const { color, width, id } = stroke;
    const start = this.inked.id === id ? this.inked.sent : 0;
    const points = stroke.points.slice(start, start + MOST_INK).map((point) => point.map(hundredths));
    if (points.length === 0) return;
    this.inkedAt = now;
    this.inked = { id, sent: start + points.length };
    const { board, page } = state;
    gateway
      .request("board.live", { board, page, stroke: id, start, color, width, points })
      .catch(() => undefined);
  }

  pointed(x: number, y: number, tool: "pointer" | "laser", down: boolean): void {
    const state = this.state();
    const now = performance.now();
    if (!state?.can_draw || now - this.pointedAt < OFTEN || gateway.status !== "open") return;
    this.pointedAt = now;
    const { board, page } = state;
    const at = { x: hundredths(x), y: hundredths(y) };
    gateway.request("board.cursor", { board, page, ...at, tool, down }).catch(() => undefined);
  }
}

function hundredths(value: number): number {
  return Math.round(value * 100) / 100;
}
