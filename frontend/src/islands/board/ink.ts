import { nothing, svg, type TemplateResult } from "lit";
import type { BoardInk } from "../../generated/wire";
import type { Sight } from "./sight";

interface Growing {
  readonly stroke: string;
  readonly color: string;
  readonly width: number;
  readonly points: number[][];
}

const STAYS = 5_000;

/** Points out of the steps of tenths from one to the next, as they travel. */
export function placed(steps: readonly number[]): number[][] {
  let [x, y] = [0, 0];
  const points: number[][] = [];
  for (let at = 0; at + 1 < steps.length; at += 2) {
    x += steps[at] ?? 0;
    y += steps[at + 1] ?? 0;
    points.push([x / 10, y / 10]);
  }
  return points;
}

/** The lines that others are drawing right now, by who draws them. */
export class Lines {
  private readonly growing = new Map<number, Growing>();
  private readonly ends = new Map<number, ReturnType<typeof setTimeout>>();

  /** `changed` is called when one is gone by itself. */
  constructor(private readonly changed: () => void) {}

  get size(): number {
    return this.growing.size;
  }

  /** More of a line came; points that were lost on the way are left out. */
  take({ participant, stroke, start, color, width, points }: BoardInk): void {
    const known = this.growing.get(participant);
    const before = known?.stroke === stroke ? known.points.slice(0, start) : [];
    if (points.length === 0) this.drop(participant);
    else this.growing.set(participant, { stroke, color, width, points: [...before, ...placed(points)] });
    clearTimeout(this.ends.get(participant));
    this.ends.set(
      participant,
      setTimeout(() => this.drop(participant), STAYS),
    );
  }

  /** The finished elements are here: their lines are drawn by the editor now. */
  finish(ids: ReadonlySet<string>): void {
    for (const [participant, { stroke }] of this.growing) if (ids.has(stroke)) this.drop(participant);
  }

  clear(): void {
    for (const participant of [...this.growing.keys()]) this.drop(participant);
    for (const end of this.ends.values()) clearTimeout(end);
  }

  view({ scrollX, scrollY, zoom }: Sight): TemplateResult | typeof nothing {
    if (this.growing.size === 0) return nothing;
    return svg`<svg class="board-ink" aria-hidden="true">
      <g transform="scale(${zoom}) translate(${scrollX} ${scrollY})">
        ${[...this.growing.values()].map(
          ({
            points,
            color,
            width,
          }) => svg`<polyline points=${points.map((point) => point.join(",")).join(" ")}
            fill="none" stroke=${color} stroke-width=${width * 2} stroke-linecap="round" stroke-linejoin="round"></polyline>`,
        )}
      </g>
    </svg>`;
  }

  private drop(participant: number): void {
    if (this.growing.delete(participant)) this.changed();
  }
}
