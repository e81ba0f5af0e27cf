/** Everybody's voice in one track. */

import { callSession } from "../media/session";

export class Sound {
  readonly track: MediaStreamTrack;
  private readonly context = new AudioContext();
  private readonly out = this.context.createMediaStreamDestination();
  private readonly voices = new Map<MediaStreamTrack, MediaStreamAudioSourceNode>();
  private readonly stops: (() => void)[];

  constructor() {
    const [track] = this.out.stream.getAudioTracks();
    if (!track) throw new Error("this browser mixes no sound");
    this.track = track;
    // With nothing at all to hear a recorder would write nothing, not even the picture.
    const silence = new ConstantSourceNode(this.context, { offset: 0 });
    silence.connect(this.out);
    silence.start();
    this.context.resume().catch(() => undefined);
    this.stops = [callSession.events.on("change", () => this.follow())];
    this.follow();
  }

  stop(): void {
    for (const stop of this.stops) stop();
    this.track.stop();
    this.context.close().catch(() => undefined);
  }

  /** Remote voices also play in elements of their own, or they would be silent here. */
  private follow(): void {
    const wanted = new Set(
      callSession.tiles.flatMap(({ streams: { microphone, screenSound } }) =>
        [microphone, screenSound].flatMap((stream) => stream?.getAudioTracks() ?? []),
      ),
    );
    for (const [track, node] of this.voices) {
      if (wanted.has(track)) continue;
      node.disconnect();
      this.voices.delete(track);
    }
    for (const track of wanted) {
      if (this.voices.has(track)) continue;
      const node = this.context.createMediaStreamSource(new MediaStream([track]));
      node.connect(this.out);
      this.voices.set(track, node);
    }
  }
}
