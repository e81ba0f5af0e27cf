/** Whether something really comes: the first frame of a picture was decoded, the first packet of a voice was played. */

import type { Publication } from "./mediaSession";

const LISTEN_EVERY_MS = 40;
// A sender may have nothing to send, or a browser not tell: then the track alone has to do.
const LISTEN_FOR_MS = 5000;

export class Proof {
  private readonly watched = new Map<MediaStreamTrack, HTMLVideoElement>();
  private readonly heard = new Map<MediaStreamTrack, number>();
  private readonly proven = new WeakSet<MediaStreamTrack>();

  constructor(private readonly changed: () => void) {}

  /** Is it here? If not, this waits for it from now on. */
  has(publication: Publication): boolean {
    const { track } = publication;
    if (this.proven.has(track)) return true;
    if (track.kind === "audio") return this.hears(publication);
    // A hidden tab decodes nothing, and nobody would see the change.
    if (document.hidden) return true;
    if (!this.watched.has(track)) this.watch(publication);
    return false;
  }

  stop(): void {
    for (const video of this.watched.values()) video.srcObject = null;
    this.watched.clear();
    for (const timer of this.heard.values()) window.clearInterval(timer);
    this.heard.clear();
  }

  private hears({ track, receiver }: Publication): boolean {
    if (this.heard.has(track)) return false;
    if (!receiver?.getSynchronizationSources || receiver.getSynchronizationSources().length > 0) {
      this.proven.add(track);
      return true;
    }
    const until = performance.now() + LISTEN_FOR_MS;
    const listen = (): void => {
      if (receiver.getSynchronizationSources().length === 0 && performance.now() < until) return;
      window.clearInterval(this.heard.get(track));
      this.heard.delete(track);
      this.proves(track);
    };
    this.heard.set(track, window.setInterval(listen, LISTEN_EVERY_MS));
    return false;
  }

  private watch({ track, stream }: Publication): void {
    const video = document.createElement("video");
    this.watched.set(track, video);
    video.muted = true;
    video.playsInline = true;
    video.addEventListener(
      "loadeddata",
      () => {
        this.watched.delete(track);
        video.srcObject = null;
        this.proves(track);
      },
      { once: true },
    );
    video.srcObject = stream;
    video.play().catch(() => undefined);
  }

  private proves(track: MediaStreamTrack): void {
    this.proven.add(track);
    this.changed();
  }
}
