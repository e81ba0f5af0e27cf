/** A square inside of a picture: corner and side as shares of width, height and width. */
export interface Square {
  x: number;
  y: number;
  side: number;
}

/** The largest square, in the middle, of a picture so many times as high as wide. */
export function middle(height: number): Square {
  const side = Math.min(1, height);
  return { x: (1 - side) / 2, y: (height - side) / 2 / height, side };
}

/** The square with another side (a share of the largest), around the same middle, inside of the picture. */
export function resized(square: Square, share: number, height: number): Square {
  const side = Math.min(1, height) * Math.min(1, Math.max(0.1, share));
  const grown = (square.side - side) / 2;
  return kept({ x: square.x + grown, y: square.y + grown / height, side }, height);
}

/** The square moved by shares of width and height, stopped at the edges. */
export function moved(square: Square, right: number, down: number, height: number): Square {
  return kept({ ...square, x: square.x + right, y: square.y + down }, height);
}

function kept(square: Square, height: number): Square {
  const within = (value: number, room: number) => Math.max(0, Math.min(value, room));
  return {
    x: within(square.x, 1 - square.side),
    y: within(square.y, 1 - square.side / height),
    side: square.side,
  };
}
