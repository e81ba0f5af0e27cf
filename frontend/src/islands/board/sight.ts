/** How the board's coordinates stand on the screen. */
export interface Sight {
  scrollX: number;
  scrollY: number;
  zoom: number;
}

/** A part of a page, in its coordinates. */
export interface Part {
  x: number;
  y: number;
  width: number;
  height: number;
}

const LEAST = 0.1;
const MOST = 30;

/** What a window of this size shows. */
export function seen({ scrollX, scrollY, zoom }: Sight, width: number, height: number): Part {
  return { x: -scrollX, y: -scrollY, width: width / zoom, height: height / zoom };
}

/** How to look so that a window of this size shows the part, in its middle and as large as it fits. */
export function fitting(part: Part, width: number, height: number): Sight {
  const zoom = Math.min(MOST, Math.max(LEAST, Math.min(width / part.width, height / part.height)));
  return {
    scrollX: width / zoom / 2 - (part.x + part.width / 2),
    scrollY: height / zoom / 2 - (part.y + part.height / 2),
    zoom,
  };
}
