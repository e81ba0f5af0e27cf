/** What a call looks like to those who show it. */

import type { CallLeft, CarrierView } from "../generated/wire";
import type { CarriedOptions, CarriedSession } from "./carried";
import type { Opened } from "./devices";
import type { Feed, Reach } from "./mediaSession";
import type { VoiceSource } from "./received";
import type { Member } from "./roster";

/** The room a call is in, as far as a call shows it. */
export interface CallRoom {
  readonly id: number;
  readonly code: string;
  readonly name: string;
}

/** What was opened in the preview; what is missing stays off. */
export interface JoinWith {
  readonly microphone?: Opened;
  readonly camera?: Opened;
}

/** `idle` is no call here; `joining` waits for the server; `in` also while the socket is away. */
export type Phase = "idle" | "joining" | "in";
export type EndReason = CallLeft["reason"] | "refused";

/** One presence in the call, as it is shown. */
export interface Tile extends Member {
  readonly me: boolean;
  readonly speaking: boolean;
  readonly reach: Reach;
  readonly streams: Readonly<Record<Feed, MediaStream | null>>;
  /** Tells how loud the voice is; null for oneself and while nothing comes. */
  readonly receiver: VoiceSource | null;
}

export interface CallEvents {
  change: undefined;
  /** From now on media travel otherwise. */
  carried: CarrierView;
  ended: { room: CallRoom; reason: EndReason; message: string };
}

export type MakeMedia = (options: CarriedOptions) => CarriedSession;
