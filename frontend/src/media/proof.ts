/** Whether something really comes: the first frame of a picture was decoded, a voice has been played for a while. */

import type { Publication } from "./mediaSession";

const LISTEN_EVERY_MS = 40;
// On a machine under load the first second of a new way comes in bursts, with seconds of nothing between them.
const STEADY_FOR_MS = 1500;
// Silence is told twice a second.
const BREAK_MS = 600;
// A sender may have nothing to send, or a browser not tell: then the track alone has to do.
const LISTEN_FOR_MS = 20_000;

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
    if (!receiver?.getSynchronizationSources) return true;
    if (this.heard.has(track)) return false;
    const voice = new SteadyVoice(receiver);
    const until = performance.now() + LISTEN_FOR_MS;
    const listen = (): void => {
      const now = performance.now();
      if (!voice.isSteady(now) && now < until) return;
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

/** Looks whether packets go on being played. */
class SteadyVoice {
  private stamp = 0;
  private since: number | null = null;
  private last = 0;
  private looked = 0;

  constructor(private readonly receiver: RTCRtpReceiver) {}

  /** Has it gone on for long enough at `now` (ms)? To be asked again and again. */
  isSteady(now: number): boolean {
    const newest = Math.max(
      0,
      ...this.receiver.getSynchronizationSources().map(({ timestamp }) => timestamp),
    );
    if (newest !== this.stamp) {
      this.stamp = newest;
      this.since ??= now;
      this.last = now;
    } else if (now - this.last > BREAK_MS && now - this.looked < BREAK_MS) {
      // While this page itself was held up nothing is known.
      this.since = null;
    }
    this.looked = now;
    return this.since !== null && now - this.since >= STEADY_FOR_MS;
  }
}
