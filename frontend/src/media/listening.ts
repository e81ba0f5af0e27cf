/** Follows how loud voices are: one's own by listening, the others' by what their packets tell. */

import { loudness } from "./levels";
import { ReceivedLevel, type VoiceSource } from "./received";

const LOOK_EVERY_MS = 100;

/** `receiver`: where it comes from over a connection; without one it is listened to. */
export interface Voice {
  readonly track: MediaStreamTrack;
  readonly receiver?: VoiceSource | null;
}

interface Tap {
  readonly source: MediaStreamAudioSourceNode;
  readonly analyser: AnalyserNode;
  readonly samples: Float32Array<ArrayBuffer>;
}

interface Followed {
  readonly track: MediaStreamTrack;
  readonly received: ReceivedLevel | null;
  tap: Tap | null;
}

/** Plays nothing. Remote tracks have to play in an element as well, or they are silent. */
export class Listening {
  private context: AudioContext | null = null;
  private readonly followed = new Map<string, Followed>();
  private timer = 0;

  constructor(private readonly heard: (levels: ReadonlyMap<string, number>) => void) {}

  /** Follow exactly these from now on. */
  follow(voices: ReadonlyMap<string, Voice>): void {
    for (const [id, { track }] of this.followed) if (voices.get(id)?.track !== track) this.drop(id);
    for (const [id, { track, receiver }] of voices) {
      if (this.followed.has(id)) continue;
      const received = receiver ? new ReceivedLevel(receiver) : null;
      this.followed.set(id, { track, received, tap: received ? null : this.listen(track) });
    }
    if (this.followed.size > 0 && !this.timer) {
      this.timer = window.setInterval(() => this.look(), LOOK_EVERY_MS);
    }
    this.rest();
  }

  stop(): void {
    window.clearInterval(this.timer);
    this.timer = 0;
    for (const id of [...this.followed.keys()]) this.drop(id);
    this.rest();
  }

  private listen(track: MediaStreamTrack): Tap {
    // Nothing is played here, so the sound card needs no small steps: large ones cost less.
    this.context ??= new AudioContext({ latencyHint: "playback" });
    if (this.context.state === "suspended") this.context.resume().catch(() => undefined);
    const analyser = this.context.createAnalyser();
    analyser.fftSize = 512;
    const source = this.context.createMediaStreamSource(new MediaStream([track]));
    source.connect(analyser);
    return { source, analyser, samples: new Float32Array(analyser.fftSize) };
  }

  private drop(id: string): void {
    this.followed.get(id)?.tap?.source.disconnect();
    this.followed.delete(id);
  }

  /** A context turns over also when nobody is in it. */
  private rest(): void {
    if ([...this.followed.values()].some(({ tap }) => tap)) return;
    const context = this.context;
    this.context = null;
    if (context) context.close().catch(() => undefined);
  }

  private look(): void {
    const levels = new Map<string, number>();
    const now = performance.now();
    for (const [id, voice] of this.followed) levels.set(id, this.levelOf(voice, now));
    this.heard(levels);
  }

  private levelOf(voice: Followed, now: number): number {
    const told = voice.tap ? null : (voice.received?.look(now) ?? null);
    if (told !== null) return told;
    voice.tap ??= this.listen(voice.track);
    const { analyser, samples } = voice.tap;
    analyser.getFloatTimeDomainData(samples);
    return loudness(samples);
  }
}
