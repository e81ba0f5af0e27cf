/** What this person sends: the tracks that are open now, and why one could not be opened. */

import { whyUnblurred } from "./blur";
import { hintScreen, type Opened, type OpenedScreen, openDevice, openScreen, type Trouble } from "./devices";
import type { Feed, Source } from "./mediaSession";

export class LocalMedia {
  private readonly open = new Map<Feed, MediaStreamTrack>();
  private readonly streams = new Map<Feed, MediaStream>();
  private readonly wrong = new Map<Source, Trouble>();

  /** `lost` is called when a track ended without us: unplugged, or sharing stopped in the browser's own bar. */
  constructor(private readonly lost: (source: Source) => void) {}

  get tracks(): ReadonlyMap<Feed, MediaStreamTrack> {
    return this.open;
  }

  /** What the others are told of it. */
  get sending(): Record<Source, boolean> {
    return { microphone: this.has("microphone"), camera: this.has("camera"), screen: this.has("screen") };
  }

  has(source: Feed): boolean {
    return this.open.has(source);
  }

  trouble(source: Source): Trouble | null {
    return this.wrong.get(source) ?? null;
  }

  /** The same object as long as the track is the same, so that a picture does not restart. */
  stream(source: Feed): MediaStream | null {
    return this.streams.get(source) ?? null;
  }

  /** Take over what was opened elsewhere, for instance in the preview. Null when there is nothing to take. */
  take(source: Source, opened: Opened): MediaStreamTrack | null {
    this.stop(source);
    if ("trouble" in opened) {
      this.wrong.set(source, opened.trouble);
      return null;
    }
    this.wrong.delete(source);
    const { track } = opened;
    this.hold(source, track);
    track.addEventListener("ended", () => {
      if (this.open.get(source) !== track) return;
      const why = whyUnblurred(track);
      if (why) this.wrong.set(source, why);
      this.lost(source);
    });
    return track;
  }

  /** Null when it does not open, or is not `wanted` any more by then: nothing that is open now is touched for that. */
  async start(
    source: Source,
    device: string | null,
    wanted: () => boolean,
  ): Promise<MediaStreamTrack | null> {
    const opened: OpenedScreen = source === "screen" ? await openScreen() : await openDevice(source, device);
    if (!wanted()) {
      if ("track" in opened) opened.track.stop();
      opened.sound?.stop();
      return null;
    }
    const track = this.take(source, opened);
    if (track && opened.sound) this.hold("screenSound", opened.sound);
    return track;
  }

  /** Is a shared screen sent as moving pictures, smooth rather than sharp? */
  get smooth(): boolean {
    return this.open.get("screen")?.contentHint === "motion";
  }

  async smoothen(on: boolean): Promise<void> {
    const track = this.open.get("screen");
    if (track) await hintScreen(track, on ? "motion" : "detail");
  }

  /** Stop the track for good, so that the device's light goes out. */
  stop(source: Feed): void {
    if (source === "screen") this.stop("screenSound");
    const track = this.open.get(source);
    this.open.delete(source);
    this.streams.delete(source);
    track?.stop();
  }

  private hold(feed: Feed, track: MediaStreamTrack): void {
    this.open.set(feed, track);
    this.streams.set(feed, new MediaStream([track]));
  }

  stopAll(): void {
    for (const source of [...this.open.keys()]) this.stop(source);
    this.wrong.clear();
  }
}
