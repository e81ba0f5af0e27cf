/** What of a call is shown where. Pure: knows no DOM. */

import type { Tile } from "../../media/call";

/** Everybody in equal tiles, or one large with all of them in a strip. */
export interface Arrangement {
  readonly layout: "grid" | "strip";
  readonly large: { readonly tile: Tile; readonly source: "camera" | "screen" } | null;
  readonly tiles: readonly Tile[];
  /** Who else shares a screen than whose is large. */
  readonly screens: readonly Tile[];
}

/** What the viewer has chosen; `pinned` is a peer that stays large; `selfHidden` leaves oneself out. */
export interface Choice {
  readonly layout: "speaker" | "grid";
  readonly pinned: string | null;
  readonly selfHidden?: boolean;
}

/**
 * A pinned person is large, whatever happens. A shared screen is large whoever speaks; somebody else's goes before one's own. Without one, wide windows
 * show the speaker large. Alone, and on phones, there is only the grid.
 */
export function arrange(
  all: readonly Tile[],
  leading: Tile | null,
  wide: boolean,
  choice: Choice = { layout: "speaker", pinned: null },
): Arrangement {
  const large = largeOf(all, leading, wide, choice);
  // Who is alone would look at nothing.
  const hidden = choice.selfHidden === true && all.some(({ me }) => !me);
  const tiles = hidden ? all.filter(({ me }) => !me) : all;
  const shown = large?.source === "screen" ? large.tile.peer : null;
  const screens = all.filter(({ peer, me, screen }) => screen && !me && peer !== shown);
  return { layout: large ? "strip" : "grid", large, tiles, screens };
}

function largeOf(
  tiles: readonly Tile[],
  leading: Tile | null,
  wide: boolean,
  choice: Choice,
): Arrangement["large"] {
  const pinned = tiles.find((tile) => tile.peer === choice.pinned);
  if (pinned) return { tile: pinned, source: pinned.screen ? "screen" : "camera" };
  const sharing = tiles.find((tile) => tile.screen && !tile.me) ?? tiles.find((tile) => tile.screen);
  if (sharing) return { tile: sharing, source: "screen" };
  if (!wide || tiles.length < 2 || !leading || choice.layout === "grid") return null;
  return { tile: leading, source: "camera" };
}

/** In what order hands went up, from 1; 0 for a hand that is down. */
export function handOrder(tiles: readonly Tile[], peer: string): number {
  const up = tiles.flatMap((tile) => (tile.hand ? [{ peer: tile.peer, at: tile.hand }] : []));
  up.sort((one, other) => one.at.localeCompare(other.at));
  return up.findIndex((one) => one.peer === peer) + 1;
}
