/**
 * Media by the way the server names: from browser to browser, or over the media server. When the way changes
 * the new one is built up beside the old one; each voice and picture goes over when the new way has it, and the
 * old way ends when both sides have everything.
 */

import type { CarrierView, MediaPass } from "../generated/wire";
import type { Encryption } from "./encryption";
import type { Feed, MediaParticipant, MediaSession } from "./mediaSession";
import { MeshSession } from "./mesh";
import { Proof } from "./proof";
import type { SfuSession } from "./sfu";
import type { Signal } from "./signals";
import { readWord, type SwitchWord, SwitchWords } from "./switchWords";
import { WayParticipant } from "./wayParticipant";

// Both say when they have everything; this is for who never does. Six browsers on two cores take half a minute.
const OLD_WAY_ENDS_AFTER_MS = 45_000;
const TRY_AGAIN_AFTER_MS = 1500;
const TELL_AGAIN_AFTER_MS = 3000;
const PASS_AFTER_MS = 150;

export interface CarriedOptions {
  readonly me: string;
  readonly iceServers: () => RTCIceServer[];
  readonly send: (to: string, said: Signal | SwitchWord) => void;
  readonly changed: () => void;
  readonly askPass: () => Promise<MediaPass>;
  readonly tellTrouble: (generation: number, what: "lost" | "weak") => void;
  /** The key that everybody in the call shares; null where it is not end-to-end encrypted. */
  readonly key: () => string | null;
}

type Way =
  | { readonly kind: "mesh"; generation: number; readonly session: MeshSession }
  | { readonly kind: "sfu"; generation: number; readonly session: SfuSession };

export class CarriedSession implements MediaSession {
  private readonly people = new Map<string, WayParticipant>();
  private readonly tracks = new Map<Feed, MediaStreamTrack>();
  private readonly proof = new Proof(() => this.changed());
  private readonly words = new SwitchWords();
  /** The newest first. */
  private ways: readonly Way[] = [];
  private carrier: CarrierView | null = null;
  private opening = -1;
  private passes = 0;
  private timers = new Map<"end" | "open" | "tell" | "pass", number>();
  private over = false;

  constructor(private readonly options: CarriedOptions) {}

  get participants(): ReadonlyMap<string, MediaParticipant> {
    return this.people;
  }

  /** The generation of the way that media take now. */
  get generation(): number {
    return this.carrier?.generation ?? 0;
  }

  get kind(): CarrierView["kind"] {
    return this.carrier?.kind ?? "mesh";
  }

  /** Take the way the server names. Again for the same: nothing happens. */
  carry(carrier: CarrierView): void {
    if (this.over || (this.carrier && carrier.generation <= this.carrier.generation)) return;
    this.carrier = carrier;
    this.words.begin(carrier.generation);
    if (carrier.kind === "sfu") void this.openServer(carrier.generation);
    else this.openMesh(carrier.generation);
  }

  admit(identity: string): void {
    if (!this.people.has(identity)) {
      this.people.set(
        identity,
        new WayParticipant(identity, () => this.ways.map(({ session }) => session), this.proof),
      );
      if (this.kind === "sfu") this.later("pass", PASS_AFTER_MS, () => void this.renewPass());
    }
    for (const way of this.ways) {
      // Who is new comes by the newest way alone; whom an older one knows may need healing there.
      if (way.kind === this.kind || way.session.participants.has(identity)) way.session.admit(identity);
    }
    this.changed();
  }

  dismiss(identity: string): void {
    for (const { session } of this.ways) session.dismiss(identity);
    if (this.people.delete(identity)) this.changed();
  }

  /** Exchange media with these and nobody else. */
  meet(identities: ReadonlySet<string>): void {
    for (const identity of [...this.people.keys()]) if (!identities.has(identity)) this.dismiss(identity);
    for (const identity of identities) this.admit(identity);
  }

  async publish(source: Feed, track: MediaStreamTrack): Promise<void> {
    this.tracks.set(source, track);
    await Promise.all(this.ways.map(({ session }) => session.publish(source, track)));
  }

  async unpublish(source: Feed): Promise<void> {
    this.tracks.delete(source);
    await Promise.all(this.ways.map(({ session }) => session.unpublish(source)));
  }

  receive(identity: string, data: unknown): void {
    const word = readWord(data);
    if (word) {
      this.words.hear(identity, word);
      this.goOver();
    } else this.mesh?.session.receive(identity, data);
  }

  suspend(): void {
    for (const { session } of this.ways) session.suspend();
  }

  resume(): void {
    for (const { session } of this.ways) session.resume();
  }

  close(): void {
    this.over = true;
    for (const timer of this.timers.values()) window.clearTimeout(timer);
    for (const { session } of this.ways) session.close();
    this.ways = [];
    this.proof.stop();
    this.people.clear();
    this.tracks.clear();
  }

  private get mesh(): (Way & { kind: "mesh" }) | undefined {
    return this.ways.find((way) => way.kind === "mesh");
  }

  private get server(): (Way & { kind: "sfu" }) | undefined {
    return this.ways.find((way) => way.kind === "sfu");
  }

  private openMesh(generation: number): void {
    // One that is still on its way out is taken back.
    const way = this.mesh ?? { kind: "mesh", generation, session: this.makeMesh() };
    way.generation = generation;
    this.ways = [way, ...this.ways.filter((other) => other !== way)];
    for (const identity of this.people.keys()) way.session.admit(identity);
    for (const [source, track] of this.tracks) void way.session.publish(source, track);
    this.later("end", OLD_WAY_ENDS_AFTER_MS, () => this.endOld());
    this.changed();
  }

  private makeMesh(): MeshSession {
    const { me, iceServers, send } = this.options;
    return new MeshSession({ me, iceServers, send, changed: () => this.changed() });
  }

  private async openServer(generation: number): Promise<void> {
    if (this.opening === generation) return;
    this.opening = generation;
    try {
      await this.joinServer(generation);
    } catch {
      // Not reached: the server looks whether anybody can, and names another way if not.
      if (this.isCurrent(generation)) this.options.tellTrouble(generation, "lost");
    }
    this.opening = -1;
    if (this.isCurrent(generation) && this.server?.generation !== generation) {
      this.later("open", TRY_AGAIN_AFTER_MS, () => void this.openServer(generation));
    }
  }

  private async joinServer(generation: number): Promise<void> {
    const [{ SfuSession: Sfu }, pass] = await Promise.all([import("./sfu"), this.options.askPass()]);
    const encryption = await this.encryption();
    if (!this.isCurrent(generation) || pass.generation !== generation) {
      encryption?.worker.terminate();
      return;
    }
    const session = new Sfu({
      encryption,
      iceServers: this.options.iceServers,
      changed: () => this.changed(),
      lost: (ended) => this.lost(generation, ended),
    });
    try {
      await session.connect(pass);
    } catch (error) {
      session.close();
      throw error;
    }
    if (!this.isCurrent(generation)) {
      session.close();
      return;
    }
    session.sendSmall(this.ways.length > 0);
    this.ways = [{ kind: "sfu", generation, session }, ...this.ways];
    for (const identity of this.people.keys()) session.admit(identity);
    if (this.differsFrom(pass)) void this.renewPass();
    this.changed();
    await Promise.all([...this.tracks].map(([source, track]) => session.publish(source, track)));
    this.announce("here", generation);
    this.later("end", OLD_WAY_ENDS_AFTER_MS, () => this.endOld());
    this.changed();
  }

  private async encryption(): Promise<Encryption | null> {
    const key = this.options.key();
    return key === null ? null : (await import("./encryption")).encryptionWith(key);
  }

  /** To everybody with whom an old way is still open. */
  private announce(word: SwitchWord["word"], generation: number): void {
    const known = new Set(this.ways.slice(1).flatMap(({ session }) => [...session.participants.keys()]));
    for (const identity of known) this.options.send(identity, { word, generation });
  }

  /** Until it is given: whom nobody let in would hear and see nothing of us. An answer asked for later counts alone. */
  private async renewPass(): Promise<void> {
    const server = this.server;
    if (!server) return;
    this.passes += 1;
    const asked = this.passes;
    const pass = await this.options.askPass().catch(() => null);
    if (asked !== this.passes || this.server !== server) return;
    // Who left meanwhile may still be in it.
    if (pass?.generation === server.generation)
      server.session.allow(pass.peers.filter((peer) => this.people.has(peer)));
    else if (!pass) this.later("pass", TRY_AGAIN_AFTER_MS, () => void this.renewPass());
  }

  /** Has anybody come or gone since it was given? */
  private differsFrom({ peers }: MediaPass): boolean {
    const fresh = [...this.people.keys()].some((peer) => !peers.includes(peer));
    return fresh || peers.some((peer) => !this.people.has(peer));
  }

  private lost(generation: number, ended: boolean): void {
    if (ended) this.drop(this.ways.find((way) => way.generation === generation && way.kind === "sfu"));
    if (!this.isCurrent(generation)) return;
    this.options.tellTrouble(generation, "lost");
    if (ended) this.later("open", TRY_AGAIN_AFTER_MS, () => void this.openServer(generation));
    else this.later("tell", TELL_AGAIN_AFTER_MS, () => this.stillLost(generation));
  }

  private stillLost(generation: number): void {
    if (this.server?.session.reach === "interrupted") this.lost(generation, false);
  }

  private isCurrent(generation: number): boolean {
    return !this.over && this.carrier?.generation === generation;
  }

  private changed(): void {
    if (this.over) return;
    this.goOver();
    this.options.changed();
  }

  /** See who has gone over, and end what is of no use any more. */
  private goOver(): void {
    const [now, ...old] = this.ways;
    if (!now || old.length === 0) return;
    if (now.kind === "sfu" && now.session.reach === "connected") this.checkServer(now, old);
    for (const way of old) if (this.isUseless(way, now)) this.drop(way);
  }

  private checkServer(now: Way & { kind: "sfu" }, old: readonly Way[]): void {
    for (const { session } of old) {
      for (const identity of [...session.participants.keys()]) {
        if (this.comesBy(now, identity) && this.words.sayCarried(identity))
          this.options.send(identity, { word: "carried", generation: now.generation });
        if (this.words.isDone(identity)) session.dismiss(identity);
      }
    }
  }

  /** This one has arrived there, and all he sends there is here. */
  private comesBy(now: Way & { kind: "sfu" }, identity: string): boolean {
    const other = now.session.participants.get(identity);
    if (!other || !this.words.isHere(identity, now.generation)) return false;
    return other.published().every((source) => {
      const publication = other.publication(source);
      return publication !== null && this.proof.has(publication);
    });
  }

  private isUseless(way: Way, now: Way): boolean {
    if (way.session.participants.size === 0) return true;
    if (way.kind === "sfu" && way.session.reach !== "connected") {
      return now.kind === "mesh" || now.session.reach === "connected";
    }
    const others = [...now.session.participants.values()];
    return now.kind === "mesh" && others.every(({ reach }) => reach === "connected");
  }

  /** The new way has had its time: whoever is on it needs the old one no more. */
  private endOld(): void {
    const [now, ...old] = this.ways;
    if (!now) return;
    for (const way of old) {
      for (const [identity] of [...way.session.participants]) {
        if (now.session.participants.get(identity)?.reach === "connected") way.session.dismiss(identity);
      }
      if (way.session.participants.size === 0) this.drop(way);
    }
  }

  private drop(way: Way | undefined): void {
    if (!way) return;
    this.ways = this.ways.filter((other) => other !== way);
    way.session.close();
    if (this.ways.length === 1) this.server?.session.sendSmall(false);
  }

  private later(name: "end" | "open" | "tell" | "pass", ms: number, run: () => void): void {
    window.clearTimeout(this.timers.get(name));
    this.timers.set(
      name,
      window.setTimeout(() => {
        if (!this.over) run();
      }, ms),
    );
  }
}
