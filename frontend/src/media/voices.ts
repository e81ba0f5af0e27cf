/** Plays the others, and tells who speaks. */

import type { Tile } from "./call";
import { rememberedChoice } from "./devices";
import { Speakers } from "./levels";
import { Listening, type Voice } from "./listening";
import { AudioSinks, type Sounding } from "./sinks";
import { volumes } from "./volumes";

export class Voices {
  speaking: ReadonlySet<string> = new Set();
  private readonly speakers = new Speakers();
  private readonly listening = new Listening((levels) => this.heard(levels));
  private readonly sinks = new AudioSinks();
  private tiles: readonly Tile[] = [];

  /** `changed` is called when others speak or lead than before; `me` never leads. */
  constructor(
    private readonly me: () => string,
    private readonly changed: () => void,
  ) {
    volumes.events.on("change", () => this.hear(this.tiles));
  }

  get leading(): string | null {
    return this.speakers.leading;
  }

  /** Play exactly these, oneself excepted. */
  hear(tiles: readonly Tile[]): void {
    this.tiles = tiles;
    const voices = new Map<string, Voice>();
    const others = new Map<string, Sounding>();
    for (const { peer, person, me, streams, receiver } of tiles) {
      const [track] = streams.microphone?.getAudioTracks() ?? [];
      if (track) voices.set(peer, { track, receiver });
      if (me) continue;
      const volume = volumes.of(person);
      if (streams.microphone) others.set(peer, { stream: streams.microphone, volume });
      if (streams.screenSound) others.set(`${peer} screen`, { stream: streams.screenSound, volume });
    }
    this.sinks.play(others, rememberedChoice().speaker);
    this.listening.follow(voices);
  }

  /** Play on another speaker; null is the system's own choice. */
  use(speaker: string | null): void {
    this.sinks.use(speaker);
  }

  stop(): void {
    this.tiles = [];
    this.listening.stop();
    this.sinks.stop();
    this.speaking = new Set();
  }

  private heard(levels: ReadonlyMap<string, number>): void {
    const lead = this.speakers.leading;
    const speaking = this.speakers.hear(levels, performance.now(), this.me());
    const same = speaking.size === this.speaking.size && [...speaking].every((id) => this.speaking.has(id));
    this.speaking = speaking;
    if (!same || lead !== this.speakers.leading) this.changed();
  }
}
