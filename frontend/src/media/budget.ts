/** How much of each source goes to each of the others, so that a mesh stays within one person's uplink. */

import type { Feed } from "./mediaSession";

/** Bits per second that one person sends in all. */
export const UPLINK = 2_500_000;
const VOICE = 40_000;
const SCREEN_SOUND = 64_000;
const FULL_PICTURE = { people: 4, height: 720, most: 1_500_000 };
const SMALL_PICTURE = { people: 6, height: 360, most: 500_000 };
const BESIDE_SCREEN = { height: 180, most: 120_000 };
const SCREEN = { height: 1080, most: 1_500_000, framesPerSecond: 30 };

/** What one sender may use; `height` is the largest picture in lines, `active` false sends nothing. */
export interface Allowance {
  readonly active: boolean;
  readonly bitrate: number;
  readonly height: number | null;
  readonly framesPerSecond: number | null;
}

export type Plan = Readonly<Record<Feed, Allowance>>;

const NOTHING: Allowance = { active: false, bitrate: 0, height: null, framesPerSecond: null };

/** Do cameras still fit when so many people, oneself included, are in the call? */
export function camerasFit(people: number): boolean {
  return people <= SMALL_PICTURE.people;
}

/** Return what goes to each of the others. `people` counts oneself. */
export function planFor(people: number, sharing: boolean): Plan {
  const others = Math.max(1, people - 1);
  const each = Math.floor(UPLINK / others) - VOICE - (sharing ? SCREEN_SOUND : 0);
  const screen = sharing ? screenWithin(each, camerasFit(people)) : NOTHING;
  return {
    microphone: sound(VOICE),
    camera: cameraWithin(each - screen.bitrate, people, sharing),
    screen,
    screenSound: sharing ? sound(SCREEN_SOUND) : NOTHING,
  };
}

function sound(bitrate: number): Allowance {
  return { active: true, bitrate, height: null, framesPerSecond: null };
}

function cameraWithin(bitrate: number, people: number, sharing: boolean): Allowance {
  if (!camerasFit(people)) return NOTHING;
  const size = people <= FULL_PICTURE.people ? FULL_PICTURE : SMALL_PICTURE;
  const { height, most } = sharing ? BESIDE_SCREEN : size;
  return { active: true, bitrate: Math.min(bitrate, most), height, framesPerSecond: 30 };
}

function screenWithin(bitrate: number, withCamera: boolean): Allowance {
  const left = withCamera ? bitrate - BESIDE_SCREEN.most : bitrate;
  return {
    active: true,
    bitrate: Math.min(left, SCREEN.most),
    height: SCREEN.height,
    framesPerSecond: SCREEN.framesPerSecond,
  };
}

/** By how much a picture of `lines` has to shrink to have at most `height`; 1 leaves it as it is. */
export function shrinkBy(lines: number | undefined, height: number | null): number {
  if (!lines || !height) return 1;
  return Math.max(1, lines / height);
}
