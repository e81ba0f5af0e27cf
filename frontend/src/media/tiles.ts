import type { Tile } from "./call";
import type { LocalMedia } from "./localMedia";
import { type Feed, type MediaParticipant, SOURCES } from "./mediaSession";
import type { Member } from "./roster";

/** What a tile is made of besides the member; `other` is null for oneself and while nothing of him is here. */
export interface TileParts {
  readonly me: boolean;
  readonly local: LocalMedia;
  readonly other: MediaParticipant | null;
  readonly speaking: boolean;
  readonly signalling: boolean;
}

/** One presence in the call as it is shown. Of oneself counts what is really open. */
export function tileOf(member: Member, { me, local, other, speaking, signalling }: TileParts): Tile {
  const stream = (source: Feed): MediaStream | null => {
    if (me) return local.stream(source);
    return member[source === "screenSound" ? "screen" : source]
      ? (other?.publication(source)?.stream ?? null)
      : null;
  };
  return {
    ...member,
    ...(me ? Object.fromEntries(SOURCES.map((source) => [source, local.has(source)])) : {}),
    me,
    speaking,
    reach: me ? (signalling ? "connected" : "interrupted") : (other?.reach ?? "connecting"),
    receiver: me ? null : (other?.publication("microphone")?.receiver ?? null),
    streams: {
      microphone: stream("microphone"),
      camera: stream("camera"),
      screen: stream("screen"),
      screenSound: stream("screenSound"),
    },
  };
}

/** Who leads the stage: whoever speaks, else whoever joined first, oneself only when alone. */
export function leadOf(tiles: readonly Tile[], speaking: string | null): Tile | null {
  const lead = tiles.find((tile) => tile.peer === speaking);
  return lead ?? tiles.find((tile) => !tile.me) ?? tiles[0] ?? null;
}
