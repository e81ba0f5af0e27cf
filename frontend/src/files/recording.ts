import { openDevice, rememberedChoice, type Trouble, troubleOf } from "../media/devices";
import { loudness, meter } from "../media/levels";
import { waveformOf } from "./waveform";

const LOOK_EVERY = 50; // ms
const TYPES = ["audio/webm;codecs=opus", "audio/ogg;codecs=opus", "audio/mp4"];
export const LONGEST = 15 * 60; // seconds

/** What was spoken. `duration` in ms. */
export interface Spoken {
  blob: Blob;
  type: string;
  duration: number;
  waveform: number[];
}

/** Records the microphone until it is stopped; tells the loudness (0 to 1) as it goes. */
export class Recording {
  private readonly chunks: Blob[] = [];
  private readonly levels: number[] = [];
  private readonly begun = performance.now();
  private readonly timer: ReturnType<typeof setInterval>;
  private readonly context = new AudioContext();

  private constructor(
    private readonly stream: MediaStream,
    private readonly recorder: MediaRecorder,
    heard: (level: number) => void,
  ) {
    const analyser = this.context.createAnalyser();
    this.context.createMediaStreamSource(stream).connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    recorder.addEventListener("dataavailable", ({ data }) => this.chunks.push(data));
    recorder.start(1000);
    this.timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      const level = meter(loudness(samples));
      this.keep(level);
      heard(level);
    }, LOOK_EVERY);
  }

  /** Opens the microphone that was chosen for calls and begins; else tells why not. */
  static async begin(heard: (level: number) => void): Promise<Recording | Trouble> {
    const opened = await openDevice("microphone", rememberedChoice().microphone);
    if ("trouble" in opened) return opened.trouble;
    try {
      const stream = new MediaStream([opened.track]);
      const type = TYPES.find((one) => MediaRecorder.isTypeSupported(one));
      const options = { audioBitsPerSecond: 32_000, ...(type ? { mimeType: type } : {}) };
      return new Recording(stream, new MediaRecorder(stream, options), heard);
    } catch (error) {
      opened.track.stop();
      return troubleOf(error);
    }
  }

  /** A busy machine and a hidden tab look more seldom: what is drawn is as long as what was spoken all the same. */
  private keep(level: number): void {
    const due = (performance.now() - this.begun) / LOOK_EVERY;
    do this.levels.push(level);
    while (this.levels.length < due);
  }

  /** Has it ended by itself, as of a microphone that was unplugged? */
  get ended(): boolean {
    return this.recorder.state === "inactive";
  }

  /** Seconds so far. */
  get length(): number {
    return (performance.now() - this.begun) / 1000;
  }

  /** Ends it and gives what was spoken. */
  async stop(): Promise<Spoken> {
    const duration = Math.round(performance.now() - this.begun);
    // A microphone that was unplugged has ended it already.
    if (!this.ended) {
      const done = new Promise((resolve) => this.recorder.addEventListener("stop", resolve, { once: true }));
      this.recorder.stop();
      await done;
    }
    this.release();
    const type = this.recorder.mimeType.split(";")[0] ?? "audio/webm";
    return { blob: new Blob(this.chunks, { type }), type, duration, waveform: waveformOf(this.levels) };
  }

  /** Ends it and forgets all. */
  cancel(): void {
    if (!this.ended) this.recorder.stop();
    this.release();
  }

  private release(): void {
    clearInterval(this.timer);
    for (const track of this.stream.getTracks()) track.stop();
    void this.context.close();
  }
}
