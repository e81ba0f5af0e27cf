/** Plays what the others say, outside of every page, so that a change of page is not heard. */

type Sinkable = HTMLAudioElement & { setSinkId?: (id: string) => Promise<void> };

/** What is played, and how loud: 0 to 1. */
export interface Sounding {
  readonly stream: MediaStream;
  readonly volume: number;
}

/** How long one may play on beside the one that comes in its place; on a machine under load that takes a second or two. */
const RELIEVED_WITHIN_MS = 4000;

export class AudioSinks {
  private readonly sinks = new Map<string, Sinkable>();
  /** Those that play on until the ones in their place do. */
  private readonly leaving = new Map<Sinkable, number>();

  /** Play exactly these; `speaker` is a device or null for the system's own choice. */
  play(sounding: ReadonlyMap<string, Sounding>, speaker: string | null): void {
    for (const id of this.sinks.keys()) if (!sounding.has(id)) this.remove(id);
    for (const [id, { stream, volume }] of sounding) {
      const before = this.sinks.get(id);
      if (before?.srcObject === stream) before.volume = volume;
      else {
        // A new element for each stream: one that is given another is silent until that has been loaded.
        const sink = this.add(id, stream, volume, speaker);
        if (before) this.relieve(before, sink);
      }
    }
  }

  /** Play everything on another speaker; null is the system's own choice. */
  use(speaker: string | null): void {
    for (const sink of this.sinks.values()) sink.setSinkId?.(speaker ?? "").catch(() => undefined);
  }

  stop(): void {
    for (const id of [...this.sinks.keys()]) this.remove(id);
  }

  private add(id: string, stream: MediaStream, volume: number, speaker: string | null): Sinkable {
    const sink: Sinkable = document.createElement("audio");
    sink.dataset.peer = id;
    sink.autoplay = true;
    sink.hidden = true;
    sink.volume = volume;
    // A speaker that was unplugged meanwhile leaves the system's own.
    if (speaker) sink.setSinkId?.(speaker).catch(() => undefined);
    sink.srcObject = stream;
    document.body.append(sink);
    // Refused before the first click on the page; who joined has clicked.
    sink.play().catch(() => undefined);
    this.sinks.set(id, sink);
    return sink;
  }

  private relieve(before: Sinkable, sink: Sinkable): void {
    const relieved = (): void => this.end(before);
    this.leaving.set(before, window.setTimeout(relieved, RELIEVED_WITHIN_MS));
    sink.addEventListener("playing", relieved, { once: true });
  }

  private remove(id: string): void {
    const sink = this.sinks.get(id);
    this.sinks.delete(id);
    if (sink) this.end(sink);
    for (const other of [...this.leaving.keys()]) if (other.dataset.peer === id) this.end(other);
  }

  private end(sink: Sinkable): void {
    window.clearTimeout(this.leaving.get(sink));
    this.leaving.delete(sink);
    sink.srcObject = null;
    sink.remove();
  }
}
