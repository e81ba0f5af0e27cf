/** Plays what the others say, outside of every page, so that a change of page is not heard. */

type Sinkable = HTMLAudioElement & { setSinkId?: (id: string) => Promise<void> };

/** What is played, and how loud: 0 to 1. */
export interface Sounding {
  readonly stream: MediaStream;
  readonly volume: number;
}

export class AudioSinks {
  private readonly sinks = new Map<string, Sinkable>();

  /** Play exactly these; `speaker` is a device or null for the system's own choice. */
  play(sounding: ReadonlyMap<string, Sounding>, speaker: string | null): void {
    for (const id of this.sinks.keys()) if (!sounding.has(id)) this.remove(id);
    for (const [id, { stream, volume }] of sounding) {
      const sink = this.sinks.get(id) ?? this.add(id, speaker);
      sink.volume = volume;
      if (sink.srcObject === stream) continue;
      sink.srcObject = stream;
      // Refused before the first click on the page; who joined has clicked.
      sink.play().catch(() => undefined);
    }
  }

  /** Play everything on another speaker; null is the system's own choice. */
  use(speaker: string | null): void {
    for (const sink of this.sinks.values()) sink.setSinkId?.(speaker ?? "").catch(() => undefined);
  }

  stop(): void {
    for (const id of [...this.sinks.keys()]) this.remove(id);
  }

  private add(id: string, speaker: string | null): Sinkable {
    const sink: Sinkable = document.createElement("audio");
    sink.dataset.peer = id;
    sink.autoplay = true;
    sink.hidden = true;
    // A speaker that was unplugged meanwhile leaves the system's own.
    if (speaker) sink.setSinkId?.(speaker).catch(() => undefined);
    document.body.append(sink);
    this.sinks.set(id, sink);
    return sink;
  }

  private remove(id: string): void {
    const sink = this.sinks.get(id);
    this.sinks.delete(id);
    if (!sink) return;
    sink.srcObject = null;
    sink.remove();
  }
}
