/** Whether a picture really comes: its first frame was decoded. */

import type { Publication } from "./mediaSession";

export class Proof {
  private readonly watched = new Map<MediaStreamTrack, HTMLVideoElement>();
  private readonly shown = new WeakSet<MediaStreamTrack>();

  constructor(private readonly changed: () => void) {}

  /** A voice counts at once; a picture when its first frame is here, which this waits for from now on. */
  has(publication: Publication): boolean {
    const { track, stream } = publication;
    // A hidden tab decodes nothing, and nobody would see the change.
    if (track.kind === "audio" || this.shown.has(track) || document.hidden) return true;
    if (!this.watched.has(track)) this.watch(track, stream);
    return false;
  }

  stop(): void {
    for (const video of this.watched.values()) video.srcObject = null;
    this.watched.clear();
  }

  private watch(track: MediaStreamTrack, stream: MediaStream): void {
    const video = document.createElement("video");
    this.watched.set(track, video);
    video.muted = true;
    video.playsInline = true;
    video.addEventListener(
      "loadeddata",
      () => {
        this.shown.add(track);
        this.watched.delete(track);
        video.srcObject = null;
        this.changed();
      },
      { once: true },
    );
    video.srcObject = stream;
    video.play().catch(() => undefined);
  }
}
