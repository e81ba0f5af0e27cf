/** What a call needs from any way of carrying media; the nouns are LiveKit's, so that an SFU fits in as well. */

export const SOURCES = ["microphone", "camera", "screen"] as const;
export type Source = (typeof SOURCES)[number];

/** All that travels: the sound of a shared screen goes along with it and has no switch of its own. */
export const FEEDS = [...SOURCES, "screenSound"] as const;
export type Feed = (typeof FEEDS)[number];

/** Whether media can flow: `interrupted` is being healed, `closed` will not come back by itself. */
export type Reach = "connecting" | "connected" | "interrupted" | "closed";

/** One track that somebody sends; `stream` holds only it and stays the same object while the track does. */
export interface Publication {
  readonly source: Feed;
  readonly track: MediaStreamTrack;
  readonly stream: MediaStream;
  /** Where it comes in. */
  readonly receiver: RTCRtpReceiver | null;
}

/** Somebody else in the call, by the address that signalling uses. */
export interface MediaParticipant {
  readonly identity: string;
  readonly reach: Reach;
  publication(source: Feed): Publication | null;
  /** What the connection has counted; null when there is none. */
  stats(): Promise<RTCStatsReport | null>;
}

/** Who is in the call decides what of a picture still fits the uplink. */
export interface MediaSession {
  readonly participants: ReadonlyMap<string, MediaParticipant>;
  /** Start exchanging media with this participant; again for a known one: look whether it needs healing. */
  admit(identity: string): void;
  /** Stop exchanging media with this participant. */
  dismiss(identity: string): void;
  /** Send this track to everybody, in place of what that source sent before. */
  publish(source: Feed, track: MediaStreamTrack): Promise<void>;
  /** Send nothing from this source any more. Does not stop the track: it belongs to the caller. */
  unpublish(source: Feed): Promise<void>;
  /** Signalling has come from a participant. */
  receive(identity: string, data: unknown): void;
  /** Signalling cannot be sent now; media goes on and what is to be said waits. */
  suspend(): void;
  /** Signalling can be sent again: say what waited, and heal what broke meanwhile. */
  resume(): void;
  close(): void;
}
