/** Somebody else at the media server. */

import { type RemoteParticipant, type RemoteTrackPublication, RemoteVideoTrack, Track } from "livekit-client";
import { ElementSize, SmallSize } from "./elementSize";
import { FEEDS, type Feed, type MediaParticipant, type Publication, type Reach } from "./mediaSession";
import { watchShown } from "./shown";

export const THEIR_SOURCE: Readonly<Record<Feed, Track.Source>> = {
  microphone: Track.Source.Microphone,
  camera: Track.Source.Camera,
  screen: Track.Source.ScreenShare,
  screenSound: Track.Source.ScreenShareAudio,
};

export class SfuParticipant implements MediaParticipant {
  private readonly known = new Map<Feed, Publication>();

  constructor(
    readonly identity: string,
    private readonly find: () => RemoteParticipant | undefined,
    private readonly room: () => Reach,
  ) {}

  get reach(): Reach {
    const room = this.room();
    return room === "connected" && !this.find() ? "connecting" : room;
  }

  publication(source: Feed): Publication | null {
    const remote = this.find()?.getTrackPublication(THEIR_SOURCE[source])?.track;
    if (!remote) {
      this.known.delete(source);
      return null;
    }
    const track = remote.mediaStreamTrack;
    const known = this.known.get(source);
    if (known?.track === track) return known;
    const stream = new MediaStream([track]);
    const publication = { source, track, stream, receiver: remote.receiver ?? null };
    this.known.set(source, publication);
    if (remote instanceof RemoteVideoTrack) followSize(remote, stream);
    return publication;
  }

  /** What it has published, whether or not that is here already. */
  published(): Feed[] {
    return FEEDS.filter((source) => {
      const publication = this.find()?.getTrackPublication(THEIR_SOURCE[source]);
      return publication !== undefined && !publication.isMuted;
    });
  }

  async stats(): Promise<RTCStatsReport | null> {
    const all = new Map<string, unknown>();
    for (const publication of this.publications()) {
      const report = await publication.track?.getRTCStatsReport().catch(() => undefined);
      report?.forEach((row: unknown, id: string) => {
        all.set(id, row);
      });
    }
    return all.size > 0 ? all : null;
  }

  private publications(): RemoteTrackPublication[] {
    return [...(this.find()?.trackPublications.values() ?? [])];
  }
}

function followSize(track: RemoteVideoTrack, stream: MediaStream): void {
  if (!track.isAdaptiveStream) return;
  const small = new SmallSize();
  track.observeElementInfo(small);
  watchShown(stream, (video) => {
    const size = new ElementSize(video);
    track.observeElementInfo(size);
    track.stopObservingElementInfo(small);
    return () => track.stopObservingElementInfo(size);
  });
}
