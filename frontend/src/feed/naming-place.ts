const GAP = 4; // px between the field and the list
const MARGIN = 8; // px that stay free at the edges of the window
const WIDEST = 340;
const NARROWEST = 270; // a name and a username side by side
const HIGHEST = 300;

interface Box {
  top: number;
  bottom: number;
  left: number;
  right: number;
  width: number;
}

/**
 * Where a list of this height stands beside the field: below it, or above where there is more room;
 * from the side where its lines begin.
 */
export function placeOf(
  field: Box,
  height: number,
  seen: { width: number; height: number },
  rightToLeft: boolean,
): { top: number; left: number; width: number; "max-height": number } {
  const wanted = Math.min(height, HIGHEST);
  const below = seen.height - field.bottom - GAP - MARGIN;
  const above = field.top - GAP - MARGIN;
  const isAbove = below < wanted && above > below;
  // Of a field that fills the window the list covers a part.
  const high = Math.min(wanted, Math.max(isAbove ? above : below, seen.height / 3));
  const top = isAbove ? field.top - GAP - high : field.bottom + GAP;
  const width = Math.min(Math.max(field.width, NARROWEST), WIDEST, seen.width - 2 * MARGIN);
  const left = rightToLeft ? field.right - width : field.left;
  return {
    top: between(MARGIN, top, seen.height - MARGIN - high),
    left: between(MARGIN, left, seen.width - MARGIN - width),
    width,
    "max-height": high,
  };
}

function between(least: number, value: number, most: number): number {
  return Math.max(least, Math.min(value, most));
}
