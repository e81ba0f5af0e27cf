/** Everybody sends to everybody: one connection for each of the others, within one person's uplink. */

import { type Plan, planFor } from "./budget";
import type { Feed, MediaParticipant, MediaSession } from "./mediaSession";
import { PeerLink } from "./peerLink";
import { EarlySignals, readSignal, type Signal, SignalQueue } from "./signals";

export interface MeshOptions {
  readonly me: string;
  readonly iceServers: () => RTCIceServer[];
  readonly send: (to: string, signal: Signal) => void;
  readonly changed: () => void;
}

export class MeshSession implements MediaSession {
  private readonly links = new Map<string, PeerLink>();
  private readonly tracks = new Map<Feed, MediaStreamTrack>();
  private readonly early = new EarlySignals();
  private readonly queue: SignalQueue;

  constructor(private readonly options: MeshOptions) {
    this.queue = new SignalQueue(options.send);
  }

  get participants(): ReadonlyMap<string, MediaParticipant> {
    return this.links;
  }

  admit(identity: string): void {
    const known = this.links.get(identity);
    if (known) {
      known.heal();
      return;
    }
    const link = new PeerLink({
      me: this.options.me,
      identity,
      tracks: this.tracks,
      plan: () => this.plan,
      connect: () =>
        new RTCPeerConnection({ iceServers: this.options.iceServers(), bundlePolicy: "max-bundle" }),
      send: (signal) => this.queue.push(identity, signal),
      changed: this.options.changed,
    });
    this.links.set(identity, link);
    for (const data of this.early.take(identity)) this.receive(identity, data);
    this.applyPlan();
    this.options.changed();
  }

  dismiss(identity: string): void {
    this.links.get(identity)?.close();
    this.queue.forget(identity);
    if (!this.links.delete(identity)) return;
    this.applyPlan();
    this.options.changed();
  }

  async publish(source: Feed, track: MediaStreamTrack): Promise<void> {
    this.tracks.set(source, track);
    await this.spread(source, track);
  }

  async unpublish(source: Feed): Promise<void> {
    this.tracks.delete(source);
    await this.spread(source, null);
  }

  receive(identity: string, data: unknown): void {
    const link = this.links.get(identity);
    const signal = readSignal(data);
    if (link && signal) link.receive(signal);
    else if (signal) this.early.hold(identity, data);
  }

  suspend(): void {
    this.queue.suspend();
  }

  resume(): void {
    this.queue.resume();
    for (const link of this.links.values()) link.heal();
  }

  close(): void {
    for (const link of this.links.values()) link.close();
    this.links.clear();
    this.tracks.clear();
  }

  private get plan(): Plan {
    return planFor(this.links.size + 1, this.tracks.has("screen"));
  }

  private async spread(source: Feed, track: MediaStreamTrack | null): Promise<void> {
    await Promise.all([...this.links.values()].map((link) => link.setTrack(source, track)));
    if (source === "screen") this.applyPlan();
  }

  private applyPlan(): void {
    for (const link of this.links.values()) link.applyPlan();
  }
}
