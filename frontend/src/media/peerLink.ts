/**
 * One connection to one other person, by perfect negotiation.
 *
 * The side with the greater address makes the connection with four fixed transceivers (microphone, camera,
 * screen, the screen's sound) and offers; the other takes them over and answers. From then on tracks only swap by `replaceTrack`,
 * and descriptions travel again for ICE restarts alone, which either side may ask for. All steps of a link run
 * one after the other, so that an offer is never half made when another comes in.
 */

import { type Plan, shrinkBy } from "./budget";
import { FEEDS, type Feed, type MediaParticipant, type Publication, type Reach } from "./mediaSession";
import type { Signal } from "./signals";

const RESTART_AFTER_MS = 1500;
const TRY_AGAIN_AFTER_MS = 5000;
/** What had been connected needs less time than what is just beginning. */
const TRY_HEALING_AFTER_MS = 2500;
const GATHER_FOR_MS = 20;

export type LocalTracks = ReadonlyMap<Feed, MediaStreamTrack>;

export interface LinkOptions {
  readonly me: string;
  readonly identity: string;
  readonly tracks: LocalTracks;
  readonly plan: () => Plan;
  readonly connect: () => RTCPeerConnection;
  readonly send: (signal: Signal) => void;
  readonly changed: () => void;
}

/** The side that offers first; it is also the impolite one, whose offer stands when two cross. */
export function offersFirst(me: string, other: string): boolean {
  return me > other;
}

function isSound(feed: Feed): boolean {
  return feed === "microphone" || feed === "screenSound";
}

/** What belongs together shares a stream: browsers play the sound of one stream in step with its picture. */
class Bonds {
  private readonly person = new MediaStream();
  private readonly screen = new MediaStream();

  of(feed: Feed): MediaStream {
    return feed === "screen" || feed === "screenSound" ? this.screen : this.person;
  }
}

export class PeerLink implements MediaParticipant {
  readonly identity: string;
  private pc: RTCPeerConnection | null = null;
  private link = "";
  private readonly beginning = crypto.randomUUID();
  private theirBeginning = "";
  private transceivers = new Map<Feed, RTCRtpTransceiver>();
  private readonly bonds = new Bonds();
  private readonly streams = new Map<Feed, Publication>();
  private steps: Promise<void> = Promise.resolve();
  private candidatesIn: RTCIceCandidateInit[] = [];
  private waitingLink = "";
  private candidatesOut: RTCIceCandidateInit[] = [];
  private gatherTimer = 0;
  private healTimer = 0;
  private ignoring = false;
  private over = false;

  constructor(private readonly options: LinkOptions) {
    this.identity = options.identity;
    if (this.offering) this.open(crypto.randomUUID());
    else {
      options.send({ ready: this.beginning });
      this.healLater(TRY_AGAIN_AFTER_MS);
    }
  }

  private get offering(): boolean {
    return offersFirst(this.options.me, this.identity);
  }

  get reach(): Reach {
    switch (this.pc?.connectionState) {
      case "connected":
        return "connected";
      case "disconnected":
      case "failed":
        return "interrupted";
      case "closed":
        return "closed";
      default:
        return this.over ? "closed" : "connecting";
    }
  }

  publication(source: Feed): Publication | null {
    const receiver = this.transceivers.get(source)?.receiver;
    if (!receiver) return null;
    const { track } = receiver;
    const known = this.streams.get(source);
    if (known?.track === track) return known;
    const publication = { source, track, stream: new MediaStream([track]), receiver };
    this.streams.set(source, publication);
    return publication;
  }

  async stats(): Promise<RTCStatsReport | null> {
    return (await this.pc?.getStats().catch(() => null)) ?? null;
  }

  async setTrack(source: Feed, track: MediaStreamTrack | null): Promise<void> {
    await this.transceivers.get(source)?.sender.replaceTrack(track);
    this.applyPlan();
  }

  /** Give every sender what the plan grants it now. */
  applyPlan(): void {
    const plan = this.options.plan();
    for (const [source, { sender }] of this.transceivers) {
      const parameters = sender.getParameters();
      const [encoding] = parameters.encodings;
      if (!encoding) continue;
      const allowance = plan[source];
      encoding.active = allowance.active;
      encoding.priority = source === "microphone" ? "high" : "low";
      encoding.networkPriority = encoding.priority;
      if (allowance.active) encoding.maxBitrate = allowance.bitrate;
      if (!isSound(source)) {
        encoding.scaleResolutionDownBy = shrinkBy(sender.track?.getSettings().height, allowance.height);
        if (allowance.framesPerSecond) encoding.maxFramerate = allowance.framesPerSecond;
      }
      // Refused only when the connection is being replaced; the next one gets the plan again.
      sender.setParameters(parameters).catch(() => undefined);
    }
  }

  receive(signal: Signal): void {
    if (signal.ready) this.theyBegin(signal.ready);
    const { description, candidates } = signal;
    if (description) this.step(() => this.describe(signal.link ?? "", description));
    if (candidates) this.step(() => this.takeCandidates(signal.link ?? "", candidates));
  }

  /** Make media flow again when it does not; harmless when it does. */
  heal(): void {
    if (this.over || this.reach === "connected") return;
    if (!this.pc) this.options.send({ ready: this.beginning });
    else this.step(() => this.restart());
  }

  close(): void {
    this.over = true;
    this.dispose();
  }

  private theyBegin(beginning: string): void {
    if (!this.offering) return;
    const anew = this.theirBeginning !== "" && this.theirBeginning !== beginning;
    this.theirBeginning = beginning;
    const pc = this.pc;
    if (anew || !pc) this.step(async () => this.open(crypto.randomUUID()));
    else if (pc.signalingState === "have-local-offer") this.step(async () => this.sayDescription());
  }

  private open(link: string): void {
    this.dispose();
    this.link = link;
    this.healLater(TRY_AGAIN_AFTER_MS);
    const pc = this.options.connect();
    this.pc = pc;
    pc.onicecandidate = ({ candidate }) => this.gather(candidate);
    pc.onconnectionstatechange = () => this.stateChanged();
    pc.onnegotiationneeded = () => this.step(() => this.negotiate());
    if (this.offering) this.makeTransceivers(pc);
    this.options.changed();
  }

  private makeTransceivers(pc: RTCPeerConnection): void {
    for (const source of FEEDS) {
      const kind = isSound(source) ? "audio" : "video";
      const streams = [this.bonds.of(source)];
      this.transceivers.set(source, pc.addTransceiver(kind, { direction: "sendrecv", streams }));
    }
    this.sendTracks();
  }

  /** The answering side: the offer's sections, in their order, are the sources. */
  private adoptTransceivers(pc: RTCPeerConnection): void {
    if (this.offering || this.transceivers.size > 0) return;
    const offered = pc.getTransceivers();
    for (const [index, source] of FEEDS.entries()) {
      const transceiver = offered[index];
      if (!transceiver) continue;
      transceiver.direction = "sendrecv";
      transceiver.sender.setStreams(this.bonds.of(source));
      this.transceivers.set(source, transceiver);
    }
    this.sendTracks();
  }

  private sendTracks(): void {
    for (const [source, transceiver] of this.transceivers) {
      const track = this.options.tracks.get(source) ?? null;
      transceiver.sender.replaceTrack(track).catch(() => undefined);
    }
  }

  private async negotiate(): Promise<void> {
    if (this.pc?.signalingState !== "stable" || (!this.offering && this.transceivers.size === 0)) return;
    await this.pc.setLocalDescription();
    this.sayDescription();
  }

  private async describe(link: string, description: RTCSessionDescriptionInit): Promise<void> {
    if (!this.accepts(link, description)) return;
    const pc = this.pc;
    if (!pc) return;
    const offer = description.type === "offer";
    this.ignoring = offer && this.offering && pc.signalingState !== "stable";
    if (this.ignoring || (!offer && pc.signalingState !== "have-local-offer")) return;
    await pc.setRemoteDescription(description);
    await this.takeCandidates(this.link, []);
    if (offer) {
      this.adoptTransceivers(pc);
      await pc.setLocalDescription();
      this.sayDescription();
    }
    this.applyPlan();
    this.options.changed();
  }

  /** The offering side alone names links; the answering side follows it to a new one. */
  private accepts(link: string, description: RTCSessionDescriptionInit): boolean {
    if (link === this.link && this.pc) return true;
    if (this.offering || description.type !== "offer") return false;
    this.open(link);
    return true;
  }

  /** Candidates may come before the description they belong to; those of another link are of no use. */
  private async takeCandidates(link: string, candidates: readonly RTCIceCandidateInit[]): Promise<void> {
    if (link !== this.link && this.offering) return;
    if (link !== this.waitingLink) this.candidatesIn = [];
    this.waitingLink = link;
    this.candidatesIn.push(...candidates);
    const pc = this.pc;
    if (!pc?.remoteDescription || link !== this.link) return;
    const waiting = this.candidatesIn;
    this.candidatesIn = [];
    for (const candidate of waiting) {
      // One of an ignored or replaced offer does not fit any more.
      await pc.addIceCandidate(candidate).catch(() => undefined);
    }
  }

  private async restart(): Promise<void> {
    const pc = this.pc;
    if (!pc || this.over || (!this.offering && this.transceivers.size === 0)) return;
    if (pc.signalingState === "have-local-offer" && !pc.remoteDescription) {
      this.sayDescription();
      return;
    }
    if (pc.signalingState === "have-local-offer") await pc.setLocalDescription({ type: "rollback" });
    pc.restartIce();
    await this.negotiate();
  }

  private stateChanged(): void {
    if (this.reach === "connected") {
      window.clearTimeout(this.healTimer);
      this.applyPlan();
    } else if (this.reach === "interrupted") {
      this.healLater(this.pc?.connectionState === "failed" ? 0 : RESTART_AFTER_MS);
    }
    this.options.changed();
  }

  private healLater(ms: number): void {
    window.clearTimeout(this.healTimer);
    this.healTimer = window.setTimeout(() => {
      this.heal();
      // What was said may have been lost on the way: say it again until media flows.
      if (this.over || this.reach === "connected") return;
      this.healLater(this.reach === "interrupted" ? TRY_HEALING_AFTER_MS : TRY_AGAIN_AFTER_MS);
    }, ms);
  }

  private gather(candidate: RTCIceCandidate | null): void {
    if (!candidate) return;
    this.candidatesOut.push(candidate.toJSON());
    if (this.gatherTimer) return;
    this.gatherTimer = window.setTimeout(() => {
      this.gatherTimer = 0;
      const candidates = this.candidatesOut;
      this.candidatesOut = [];
      if (!this.over) this.options.send({ link: this.link, candidates });
    }, GATHER_FOR_MS);
  }

  private sayDescription(): void {
    const description = this.pc?.localDescription;
    if (!description || this.over) return;
    this.options.send({
      link: this.link,
      description: { type: description.type, sdp: description.sdp },
    });
  }

  /** Run one step after the others. A step that fails leaves the link to the healing timer. */
  private step(run: () => Promise<void>): void {
    this.steps = this.steps
      .then(() => (this.over ? undefined : run()))
      .catch(() => {
        if (!this.over) this.healLater(RESTART_AFTER_MS);
      });
  }

  private dispose(): void {
    window.clearTimeout(this.healTimer);
    window.clearTimeout(this.gatherTimer);
    this.gatherTimer = 0;
    this.candidatesOut = [];
    this.transceivers = new Map();
    this.streams.clear();
    const pc = this.pc;
    this.pc = null;
    if (!pc) return;
    pc.onicecandidate = null;
    pc.onconnectionstatechange = null;
    pc.onnegotiationneeded = null;
    pc.close();
  }
}
