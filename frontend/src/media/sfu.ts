/** Everybody sends once, to the media server, which passes on to each of the others what he looks at. */

import {
  ConnectionState,
  type LocalTrackPublication,
  LocalVideoTrack,
  LogLevel,
  Room,
  RoomEvent,
  type RoomOptions,
  setLogLevel,
  VideoQuality,
} from "livekit-client";
import type { MediaPass } from "../generated/wire";
import type { Encryption } from "./encryption";
import type { Feed, MediaParticipant, MediaSession, Reach } from "./mediaSession";
import { SfuParticipant, THEIR_SOURCE } from "./sfuParticipant";

const PUBLISH_WITHIN_MS = 10_000;

export interface SfuOptions {
  readonly iceServers: () => RTCIceServer[];
  readonly changed: () => void;
  /** The media server does not answer; `ended`: this session will not come back by itself. */
  readonly lost: (ended: boolean) => void;
  /** Send and take nothing that is not encrypted so; null in a call that is not. */
  readonly encryption: Encryption | null;
}

// What goes wrong is healed or told to people; the console is for our own mistakes.
setLogLevel(LogLevel.silent);

const ROOM: RoomOptions = {
  adaptiveStream: true,
  dynacast: true,
  // The tracks belong to the caller, and the call knows itself when the page goes.
  stopLocalTrackOnUnpublish: false,
  disconnectOnPageLeave: false,
  publishDefaults: { simulcast: true, red: true, dtx: true, videoCodec: "vp8" },
};

export class SfuSession implements MediaSession {
  private readonly room: Room;
  private readonly people = new Map<string, SfuParticipant>();
  private readonly sent = new Map<Feed, LocalTrackPublication>();
  private readonly tracks = new Map<Feed, MediaStreamTrack>();
  private allowed: ReadonlySet<string> = new Set();
  private steps: Promise<void> = Promise.resolve();
  private over = false;
  private small = false;

  constructor(private readonly options: SfuOptions) {
    const { encryption } = options;
    this.room = new Room(encryption ? { ...ROOM, encryption } : ROOM);
    const changed = (): void => this.changed();
    this.room
      .on(RoomEvent.TrackSubscribed, changed)
      .on(RoomEvent.TrackUnsubscribed, changed)
      .on(RoomEvent.TrackPublished, changed)
      .on(RoomEvent.TrackMuted, changed)
      .on(RoomEvent.TrackUnmuted, changed)
      .on(RoomEvent.ParticipantConnected, changed)
      .on(RoomEvent.ParticipantDisconnected, changed)
      .on(RoomEvent.Reconnected, changed)
      .on(RoomEvent.Reconnecting, () => this.interrupted())
      .on(RoomEvent.SignalReconnecting, () => this.interrupted())
      .on(RoomEvent.Disconnected, () => this.ended());
  }

  get participants(): ReadonlyMap<string, SfuParticipant & MediaParticipant> {
    return this.people;
  }

  get reach(): Reach {
    if (this.over) return "closed";
    switch (this.room.state) {
      case ConnectionState.Connected:
        return "connected";
      case ConnectionState.Disconnected:
      case ConnectionState.Connecting:
        return "connecting";
      default:
        return "interrupted";
    }
  }

  /** Go there. Rejects when it cannot be reached. */
  async connect(pass: MediaPass): Promise<void> {
    this.allow(pass.peers);
    if (this.options.encryption) await this.room.setE2EEEnabled(true);
    await this.room.prepareConnection(pass.url, pass.token).catch(() => undefined);
    await this.room.connect(pass.url, pass.token, {
      rtcConfig: { iceServers: this.options.iceServers() },
      maxRetries: 0,
    });
    if (this.over) {
      await this.room.disconnect(false);
      return;
    }
    this.allow(pass.peers);
    this.changed();
  }

  /** Exchange media with these alone. */
  allow(peers: readonly string[]): void {
    this.allowed = new Set(peers);
    const permitted = peers.map((participantIdentity) => ({ participantIdentity, allowAll: true }));
    if (this.room.state === ConnectionState.Connected)
      this.room.localParticipant.setTrackSubscriptionPermissions(false, permitted);
    this.changed();
  }

  /** Has everything that was published so far been sent there? */
  async settled(): Promise<void> {
    await this.steps;
  }

  /** Send small pictures only, while another way still carries the large ones. */
  sendSmall(small: boolean): void {
    this.small = small;
    for (const publication of this.sent.values()) this.limit(publication);
  }

  admit(identity: string): void {
    if (this.people.has(identity)) return;
    const find = (): ReturnType<typeof this.room.remoteParticipants.get> =>
      this.allowed.has(identity) ? this.room.remoteParticipants.get(identity) : undefined;
    this.people.set(identity, new SfuParticipant(identity, find, () => this.reach));
    this.changed();
  }

  /** The media server passes nothing of ours on to him from now on, also while he has not been put out there. */
  dismiss(identity: string): void {
    const known = this.people.delete(identity);
    if (this.allowed.has(identity)) this.allow([...this.allowed].filter((other) => other !== identity));
    else if (known) this.changed();
  }

  publish(source: Feed, track: MediaStreamTrack): Promise<void> {
    this.tracks.set(source, track);
    return this.step(() => this.send(source));
  }

  unpublish(source: Feed): Promise<void> {
    this.tracks.delete(source);
    return this.step(() => this.send(source));
  }

  receive(): void {
    // Its signalling is its own.
  }

  suspend(): void {
    // As above.
  }

  resume(): void {
    // As above.
  }

  close(): void {
    this.over = true;
    this.people.clear();
    this.tracks.clear();
    const { encryption } = this.options;
    void this.room.disconnect(false).finally(() => encryption?.worker.terminate());
  }

  private changed(): void {
    for (const [identity, remote] of this.room.remoteParticipants) {
      for (const publication of remote.trackPublications.values()) {
        // What comes in the clear into an encrypted call was not sent by anybody's browser.
        const readable = !this.options.encryption || publication.isEncrypted;
        const wanted = readable && this.allowed.has(identity);
        if (publication.isDesired !== wanted) publication.setSubscribed(wanted);
      }
    }
    if (!this.over) this.options.changed();
  }

  private interrupted(): void {
    this.changed();
    if (!this.over) this.options.lost(false);
  }

  private ended(): void {
    if (this.over) return;
    this.over = true;
    this.options.changed();
    this.options.lost(true);
  }

  /** One after the other, so that a source is never published twice. */
  private step(run: () => Promise<void>): Promise<void> {
    // What was refused (a host keeps the source to himself) is told by the call itself.
    this.steps = this.steps.then(() => (this.over ? undefined : run())).catch(() => undefined);
    return this.steps;
  }

  /** Send what the source has now, or nothing. */
  private async send(source: Feed): Promise<void> {
    const track = this.tracks.get(source);
    const before = this.sent.get(source);
    if (before?.track?.mediaStreamTrack === track && track) return;
    if (before?.track && track) {
      await before.track.replaceTrack(track, true);
      if (before.isMuted) await before.track.unmute();
      return;
    }
    if (before?.track) {
      this.sent.delete(source);
      await this.room.localParticipant.unpublishTrack(before.track, false);
    }
    if (!track) return;
    const publishing = this.room.localParticipant.publishTrack(track, { source: THEIR_SOURCE[source] });
    const publication = await withinTime(publishing);
    this.sent.set(source, publication);
    this.limit(publication);
  }

  private limit(publication: LocalTrackPublication): void {
    const { track } = publication;
    if (!(track instanceof LocalVideoTrack)) return;
    track.setPublishingQuality(this.small ? VideoQuality.LOW : VideoQuality.HIGH);
  }
}

/** Without the right to publish it would never be answered. */
function withinTime<T>(promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = window.setTimeout(() => reject(new Error("not published in time")), PUBLISH_WITHIN_MS);
    promise.then(resolve, reject).finally(() => window.clearTimeout(timer));
  });
}
