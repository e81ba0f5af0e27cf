/**
 * The tab's one call. It lives in the shell: a change of page leaves it alone, a lost socket leaves its media
 * alone, and what was to be said meanwhile is said when the socket is back.
 */

import type { CallCarried, CallJoined, CallLeft, CarrierView, JoinAnswer, RoomView } from "../generated/wire";
import { onPageHide } from "../lib/dom";
import { Emitter } from "../lib/emitter";
import type { Gateway } from "../realtime/client";
import { gateway as theGateway } from "../realtime/client";
import { Refused } from "../realtime/requests";
import { enterRoom, type RoomSession, releaseRoom } from "../realtime/rooms";
import type { CallEvents, CallRoom, EndReason, JoinWith, MakeMedia, Phase, Tile } from "./call";
import { CarriedSession } from "./carried";
import { before, rememberChoice, rememberedChoice, type Trouble } from "./devices";
import { Hands } from "./hands";
import { iceServer } from "./iceServers";
import { Consent, endedBy } from "./joining";
import { LocalMedia } from "./localMedia";
import { SOURCES, type Source } from "./mediaSession";
import * as roster from "./roster";
import type { Signal } from "./signals";
import type { SwitchWord } from "./switchWords";
import { leadOf, tileOf } from "./tiles";
import { Voices } from "./voices";

const ASK_AGAIN_AFTER_MS = 2000;
/** Part of their life after which the credentials of relays are asked for anew, in ms per second. */
const RENEW_AFTER_MS = 800;

export class CallSession {
  readonly events = new Emitter<CallEvents>();
  // A device that ends while another one takes its place is no wish to be off.
  readonly local = new LocalMedia((source) => this.isBusy(source) || void this.turn(source, false));
  phase: Phase = "idle";
  room: CallRoom | null = null;
  /** Is the socket there? Media may well flow without it. */
  signalling = true;
  private peer = "";
  private roster: roster.Roster | null = null;
  private media: CarriedSession | null = null;
  /** Is there a media server that this call may go over? */
  mediaServer = false;
  /** Is the call end-to-end encrypted, also over the media server? */
  encrypted = false;
  private servers: RTCIceServer[] = [];
  private readonly voices = new Voices(
    () => this.peer,
    () => this.events.emit("change", undefined),
  );
  private readonly hands = new Hands(() => this.changed());
  private returning = false;
  private readonly consent = new Consent();
  private renewal = 0;
  private here: RoomSession | null = null;
  private stops: (() => void)[] = [];

  constructor(
    private readonly gateway: Gateway,
    private readonly makeMedia: MakeMedia = (options) => new CarriedSession(options),
  ) {}

  get startedAt(): string | null {
    return this.roster?.startedAt ?? null;
  }

  /** Who leads the stage: whoever speaks, else whoever joined first, oneself only when alone. */
  get leading(): Tile | null {
    return leadOf(this.tiles, this.voices.leading);
  }

  /** Where commands about this call go. */
  get address(): { room: number; peer: string } {
    return { room: this.room?.id ?? 0, peer: this.peer };
  }

  /** The room as it is now, and whether its hosts' powers are ours. */
  get view(): RoomView | null {
    return this.here?.room ?? null;
  }

  get isHost(): boolean {
    return this.here?.me?.role === "owner" || this.here?.me?.role === "host";
  }

  /** Is there a relay for whom nothing else lets through? */
  get relay(): boolean {
    return this.servers.some(({ urls }) => [urls].flat().some((url) => url.startsWith("turn")));
  }

  /** How media travel now. */
  get carrier(): CarrierView["kind"] {
    return this.media?.kind ?? "mesh";
  }

  /** The mesh is more than this browser can do. */
  async complain(): Promise<void> {
    if (this.media) await this.tellTrouble(this.media.generation, "weak");
  }

  async statsOf(peer: string): Promise<RTCStatsReport | null> {
    return (await this.media?.participants.get(peer)?.stats()) ?? null;
  }

  get tiles(): Tile[] {
    return (this.roster?.members ?? []).map((member) => this.tile(member));
  }

  trouble(source: Source): Trouble | null {
    return this.local.trouble(source);
  }

  isBusy(source: Source): boolean {
    return this.hands.isBusy(source);
  }

  /** Join with what the preview has opened. Rejects with Refused, and nothing stays open then. */
  async join(room: CallRoom, media: JoinWith = {}): Promise<void> {
    await before(this.consent.ask(room), media);
    if (this.phase !== "idle") await this.leave();
    this.room = room;
    const peer = crypto.randomUUID();
    this.peer = peer;
    this.phase = "joining";
    for (const kind of ["microphone", "camera"] as const) if (media[kind]) this.local.take(kind, media[kind]);
    this.listen(room);
    this.changed();
    try {
      const answer = await this.consent.insist(room, () => this.ask());
      if (this.room && this.peer === peer) await this.begin(answer);
      // Hung up meanwhile, and perhaps joined elsewhere: the server may have done both the other way round.
      else await this.gateway.request("call.leave", { room: room.id, peer }).catch(() => undefined);
    } catch (error) {
      if (this.peer === peer) this.finish();
      throw error;
    }
  }

  /** Hang up. The room stays as it is. */
  async leave(): Promise<void> {
    const { room, peer } = this;
    if (!room || this.phase === "idle") return;
    this.finish();
    // Unanswered or not: the server notices by itself when this tab's socket is gone.
    await this.gateway.request("call.leave", { room: room.id, peer }).catch(() => undefined);
  }

  /** Open or stop microphone, camera or screen. What goes wrong is kept in `trouble`. */
  async turn(source: Source, on: boolean): Promise<void> {
    if (this.phase !== "in" || this.hands.keep(source, on) || on === this.local.has(source)) return;
    await this.during(source, () => (on ? this.turnOn(source) : this.turnOff(source)));
  }

  private async during(source: Source, work: () => Promise<void>): Promise<void> {
    if (this.isBusy(source)) return;
    const wish = await this.hands.during(source, work);
    await this.tellState();
    if (wish !== undefined) await this.turn(source, wish);
  }

  private async turnOn(source: Source): Promise<void> {
    const { media } = this;
    const device = source === "screen" ? null : rememberedChoice()[source];
    // The call may be over by the time somebody has answered the browser's question, and the next one begun.
    const track = await this.local.start(source, device, () => this.media === media);
    if (this.media !== media || !media) return;
    if (!track) return await media.unpublish(source);
    await media.publish(source, track);
    const sound = source === "screen" ? this.local.tracks.get("screenSound") : null;
    if (sound) await media.publish("screenSound", sound);
  }

  /** Use another device from now on; what is open goes over to it without a pause for the others. */
  async choose(kind: "microphone" | "camera" | "speaker", device: string | null): Promise<void> {
    rememberChoice({ ...rememberedChoice(), [kind]: device });
    if (kind === "speaker") this.voices.use(device);
    else if (this.phase === "in" && this.local.has(kind)) await this.during(kind, () => this.turnOn(kind));
    this.changed();
  }

  private async turnOff(source: Source): Promise<void> {
    this.local.stop(source);
    if (source === "screen") await this.media?.unpublish("screenSound");
    await this.media?.unpublish(source);
  }

  private async ask(): Promise<JoinAnswer> {
    const { room, peer, local, consent } = this;
    if (!room) throw new Refused("offline");
    const sends = { microphone: local.has("microphone"), camera: local.has("camera") };
    const wish = { room: room.id, peer, ...(await consent.wish(room)), ...sends };
    return await this.gateway.request("call.join", wish);
  }

  private async begin(answer: JoinAnswer): Promise<void> {
    const media = this.makeMedia({
      me: this.peer,
      iceServers: () => this.servers,
      send: (to, signal) => void this.say(to, signal),
      changed: () => this.mediaChanged(),
      askPass: () => this.gateway.request("call.pass", this.address),
      tellTrouble: (generation, what) => void this.tellTrouble(generation, what),
      key: () => (this.encrypted ? this.consent.key : null),
    });
    this.media = media;
    this.encrypted = answer.call.key_check !== "";
    media.carry(answer.call.carrier);
    this.phase = "in";
    // What only hosts may send here was not granted.
    const mine = answer.call.peers.find(({ peer }) => peer === this.peer);
    for (const source of SOURCES) if (mine?.[source] === false) this.local.stop(source);
    for (const [source, track] of this.local.tracks) await media.publish(source, track);
    if (this.media === media) this.settle(answer);
  }

  /** Take the server's word for who is in the call now. */
  private settle(answer: JoinAnswer): void {
    this.mediaServer = answer.media_server;
    this.media?.carry(answer.call.carrier);
    this.servers = answer.ice_servers.map(iceServer);
    window.clearTimeout(this.renewal);
    this.renewal = window.setTimeout(() => void this.comeBack(), answer.ice_expires_in * RENEW_AFTER_MS);
    this.roster = roster.rosterOf(answer.call);
    const others = new Set(answer.call.peers.map(({ peer }) => peer).filter((peer) => peer !== this.peer));
    this.media?.meet(others);
    this.changed();
  }

  /** The socket is back, or the server gave this tab up too early: take the same place again. */
  private async comeBack(): Promise<void> {
    if (this.phase !== "in" || this.returning) return;
    this.returning = true;
    try {
      const answer = await this.ask();
      if (this.phase !== "in") return;
      this.signalling = true;
      this.settle(answer);
      this.media?.resume();
      await this.tellState();
    } catch (error) {
      if (error instanceof Refused && !error.unanswered) this.finish(endedBy(error), error.message);
      else if (this.gateway.status === "open")
        window.setTimeout(() => void this.comeBack(), ASK_AGAIN_AFTER_MS);
    } finally {
      this.returning = false;
    }
  }

  private listen(room: CallRoom): void {
    // Shared with the room's page, and kept when that page goes.
    const here = enterRoom(room.id);
    this.here = here;
    const { stream } = here;
    this.stops = [
      this.gateway.onStream(stream, "calls.joined", (event) => this.someoneJoined(event)),
      this.gateway.onStream(stream, "calls.left", (event) => this.someoneLeft(event)),
      this.gateway.onStream(stream, "calls.changed", (event) => {
        this.roster = roster.changed(this.roster, event);
        this.changed();
      }),
      this.gateway.onStream(stream, "calls.carried", (event) => this.carried(event)),
      this.gateway.on("calls.signalled", (event) => {
        if (event.room === room.id) this.media?.receive(event.sender, event.data);
      }),
      this.gateway.on("calls.silenced", (event) => {
        if (event.room === room.id) void this.turn(event.source, false);
      }),
      here.on("changed", () => this.changed()),
      here.on("loaded", () => void this.look()),
      here.on("gone", ({ reason }) => this.finish("removed", reason)),
      this.gateway.own.on("ready", () => void this.comeBack()),
      this.gateway.own.on("status", (status) => {
        if (status !== "open") this.away();
        if (status === "refused") this.finish("refused");
      }),
      onPageHide(() => void this.leave()),
    ];
  }

  private carried({ call, carrier }: CallCarried): void {
    if (this.phase !== "in" || call !== this.roster?.call) return;
    this.media?.carry(carrier);
    this.events.emit("carried", carrier);
    this.changed();
  }

  /** Media do not flow as they should: the server decides what becomes of it. */
  private async tellTrouble(generation: number, what: "lost" | "weak"): Promise<void> {
    await this.gateway.request("call.trouble", { ...this.address, generation, what }).catch(() => undefined);
  }

  private away(): void {
    this.signalling = false;
    this.media?.suspend();
    this.changed();
  }

  /** The room's page loaded the stream anew; what it left out of the call's events is read here. */
  private async look(): Promise<void> {
    const { room } = this;
    if (!room || this.phase !== "in") return;
    const asked = this.gateway.request("call.state", { room: room.id });
    const { call } = await asked.catch(() => ({ call: null }));
    if (this.room !== room || !call?.peers.some(({ peer }) => peer === this.peer)) return;
    const lost = this.roster?.members.filter((member) => member.lost) ?? [];
    this.media?.carry(call.carrier);
    const fresh = roster.rosterOf(call);
    const gone = lost.filter(({ peer }) => !roster.memberOf(fresh, peer));
    this.roster = { ...fresh, members: [...fresh.members, ...gone] };
    for (const { peer } of call.peers)
      if (peer !== this.peer && !this.media?.participants.has(peer)) this.media?.admit(peer);
    this.changed();
  }

  private someoneJoined(event: CallJoined): void {
    if (this.phase !== "in") return;
    const before = roster.memberOf(this.roster, event.peer.peer);
    this.roster = roster.joined(this.roster, event);
    if (event.peer.peer !== this.peer && (!before || before.lost)) this.media?.admit(event.peer.peer);
    this.changed();
  }

  private someoneLeft(event: CallLeft): void {
    if (this.phase !== "in" || event.call !== this.roster?.call) return;
    if (event.peer === this.peer) {
      // Lost or closed is said of a tab that is plainly here: it was only away for a moment.
      if (event.reason === "lost" || event.reason === "closed") void this.comeBack();
      else this.finish(event.reason);
      return;
    }
    this.roster = roster.left(this.roster, event);
    if (event.reason !== "lost") this.media?.dismiss(event.peer);
    this.mediaChanged();
  }

  /** Who lost the socket stays as long as media flows. */
  private mediaChanged(): void {
    for (const { peer, lost } of this.roster?.members ?? []) {
      const reach = this.media?.participants.get(peer)?.reach;
      if (!lost || reach === "connected" || !this.roster) continue;
      this.roster = roster.without(this.roster, peer);
      this.media?.dismiss(peer);
    }
    this.changed();
  }

  private async say(to: string, signal: Signal | SwitchWord): Promise<void> {
    if (!this.room) return;
    // What does not arrive is said again by the link's own healing.
    await this.gateway
      .request("call.signal", { ...this.address, to, data: { ...signal } })
      .catch(() => undefined);
  }

  private async tellState(): Promise<void> {
    if (!this.room || this.phase !== "in") return;
    const told = this.gateway.request("call.change", { ...this.address, ...this.local.sending });
    // Told again by the return after a lost socket.
    await told.catch(() => undefined);
  }

  private finish(reason: EndReason = "left", message = ""): void {
    const { room } = this;
    if (!room) return;
    for (const stop of this.stops.splice(0)) stop();
    window.clearTimeout(this.renewal);
    this.media?.close();
    this.media = null;
    this.local.stopAll();
    this.hands.forget();
    this.voices.stop();
    this.roster = null;
    this.room = null;
    this.phase = "idle";
    this.signalling = true;
    if (this.here) releaseRoom(this.here);
    this.here = null;
    this.events.emit("ended", { room, reason, message });
    this.events.emit("change", undefined);
  }

  private tile(member: roster.Member): Tile {
    return tileOf(member, {
      me: member.peer === this.peer,
      local: this.local,
      other: this.media?.participants.get(member.peer) ?? null,
      speaking: this.voices.speaking.has(member.peer),
      signalling: this.signalling,
    });
  }

  private changed(): void {
    if (this.phase === "in") this.voices.hear(this.tiles);
    this.events.emit("change", undefined);
  }
}

/** The one call of this tab. */
export const callSession = new CallSession(theGateway);
