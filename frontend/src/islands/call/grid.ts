/** In how many columns the equal tiles of a call stand. */

import type { ReactiveController, ReactiveControllerHost } from "lit";

/** In px. */
export interface Place {
  readonly width: number;
  readonly height: number;
}

const GAP = 8;
/** Width by height of what nobody misses anything of: a face with its shoulders, from the middle of a camera's 16:9. */
const PICTURE = 1.3;
/** Less gained than this is no reason for another column. */
const WORTH_IT = 1.01;

/**
 * The number of columns that shows most: of each tile the area counts, less what is cut off to fill it.
 * Without a place yet, about as many as rows.
 */
export function columnsFor(tiles: number, place: Place): number {
  if (!place.width || !place.height) return Math.max(1, Math.ceil(Math.sqrt(tiles)));
  let [best, most] = [1, 0];
  for (let columns = 1; columns <= tiles; columns += 1) {
    const shown = shownOf(place, columns, Math.ceil(tiles / columns));
    if (shown > most * WORTH_IT) [best, most] = [columns, shown];
  }
  return best;
}

function shownOf({ width, height }: Place, columns: number, rows: number): number {
  const wide = Math.max(1, (width - GAP * (columns - 1)) / columns);
  const high = Math.max(1, (height - GAP * (rows - 1)) / rows);
  const whole = wide / high / PICTURE;
  return wide * high * Math.min(whole, 1 / whole);
}

/** Knows how large an element is that does not follow its content, and has it drawn anew when that changes. */
export class OwnPlace implements ReactiveController {
  place: Place = { width: 0, height: 0 };
  private readonly size = new ResizeObserver(() => this.measure());

  constructor(private readonly host: ReactiveControllerHost & HTMLElement) {
    host.addController(this);
  }

  hostConnected(): void {
    this.size.observe(this.host);
    this.measure();
  }

  hostDisconnected(): void {
    this.size.disconnect();
  }

  private measure(): void {
    const { clientWidth: width, clientHeight: height } = this.host;
    if (width === this.place.width && height === this.place.height) return;
    this.place = { width, height };
    this.host.requestUpdate();
  }
}
