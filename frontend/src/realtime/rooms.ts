import type { EnterAnswer, Person, PersonJoined, PersonLeft, RoomView } from "../generated/wire";
import { Emitter } from "../lib/emitter";
import { learnFaces } from "../lib/face";
import { gateway } from "./client";
import { Refused } from "./requests";

/** `gone`: closed, or not (any more) for this viewer; `reason` is a sentence or empty. */
export type RoomStatus = "entering" | "ready" | "gone";

/** What a room tells: `loaded` after each snapshot (anew after a reset), `gone` once. */
export interface RoomEvents {
  changed: undefined;
  loaded: { again: boolean };
  joined: PersonJoined;
  left: PersonLeft;
  gone: { why: "deleted" | "ended" | "empty" | "removed" | "refused" | "left"; reason: string };
}

/** Tells of every room this tab has loaded, before anybody else hears of it. */
export const roomLoads = new Emitter<{ loaded: RoomSession }>();

const AGAIN = 1_500;
const NOT_NOW: ReadonlySet<string> = new Set(["timeout", "too_many", "unavailable"]);

/**
 * A room this tab is in. Whoever shows it or is in its call shares this session (`enterRoom`), and the tab
 * is out when the last one gave it back (`releaseRoom`).
 */
export class RoomSession extends Emitter<RoomEvents> {
  status: RoomStatus = "entering";
  room: RoomView | null = null;
  me: Person | null = null;
  people: Person[] = [];
  private loads = 0;
  private loading = false;
  private stopped = false;
  /** Resolves when no `enter` is on its way. */
  entered: Promise<unknown> = Promise.resolve();
  private readonly stops: (() => void)[] = [];

  constructor(readonly id: number) {
    super();
    const stream = this.stream;
    this.stops.push(
      gateway.own.on("ready", () => this.status === "entering" && void this.load()),
      gateway.own.on("reset", (reset) => reset.stream === stream && this.reload()),
      gateway.onStream(stream, "rooms.person_joined", (data) => this.join(data)),
      gateway.onStream(stream, "rooms.person_left", (data) => this.leave(data)),
      gateway.onStream(stream, "rooms.room_changed", ({ room }) => this.change(room)),
      gateway.onStream(stream, "rooms.member_changed", ({ person }) => this.rename(person)),
      gateway.onStream(stream, "rooms.room_closed", ({ reason }) => this.lose(reason)),
      gateway.onStream(stream, "rooms.member_removed", ({ participant }) => this.remove(participant)),
    );
    if (gateway.status === "open") void this.load();
  }

  get stream(): string {
    return `r:${this.id}`;
  }

  /** Ends it without telling the server; `enterRoom` does the rest. */
  stop(): void {
    this.stopped = true;
    for (const stop of this.stops) stop();
    // Whoever entered after this one was lost goes on hearing.
    if ((roomHere(this.id) ?? this) === this) gateway.closeStream(this.stream);
  }

  private async load(): Promise<void> {
    if (this.loading || this.stopped) return;
    this.loading = true;
    gateway.expectStream(this.stream);
    await exits.get(this.id);
    try {
      if (!this.stopped) await this.enter();
    } catch (error) {
      if (!this.stopped) this.refused(error instanceof Refused ? error : new Refused("timeout"));
    } finally {
      this.loading = false;
    }
  }

  private async enter(): Promise<void> {
    const asked = gateway.request("room.enter", { room: this.id });
    this.entered = asked.catch(() => undefined);
    const answer = await asked;
    // Left meanwhile: with its stream open, each return of the connection would be a return to the room.
    if (!this.stopped) this.take(answer);
  }

  private take(answer: EnterAnswer): void {
    this.room = answer.room;
    this.me = answer.me;
    this.people = answer.people;
    learnFaces(answer.people);
    this.status = "ready";
    this.loads += 1;
    roomLoads.emit("loaded", this);
    this.emit("loaded", { again: this.loads > 1 });
    this.emit("changed", undefined);
    gateway.openStream(answer.stream, answer.pos);
  }

  private refused(refusal: Refused): void {
    if (refusal.code === "offline") return;
    if (NOT_NOW.has(refusal.code)) setTimeout(() => this.status === "entering" && void this.load(), AGAIN);
    else this.lose("refused", refusal.message);
  }

  private reload(): void {
    this.status = "entering";
    this.emit("changed", undefined);
    void this.load();
  }

  private join(data: PersonJoined): void {
    this.people = [...this.people.filter((person) => person.id !== data.person.id), data.person];
    learnFaces([data.person]);
    if (!data.back) this.emit("joined", data);
    this.emit("changed", undefined);
  }

  private leave(data: PersonLeft): void {
    this.people = this.people.filter((person) => person.id !== data.person.id);
    this.emit("left", data);
    // Another tab of the same person left by hand. Missed ones only tell of a connection that was lost.
    if (data.person.id === this.me?.id && !data.lost && gateway.live) this.lose("left");
    else this.emit("changed", undefined);
  }

  private change(room: RoomView): void {
    this.room = room;
    this.emit("changed", undefined);
  }

  private rename(person: Person): void {
    learnFaces([person]);
    this.people = this.people.map((old) => (old.id === person.id ? person : old));
    if (this.me?.id === person.id) this.me = person;
    this.emit("changed", undefined);
  }

  private remove(participant: number): void {
    this.people = this.people.filter((person) => person.id !== participant);
    if (participant === this.me?.id) this.lose("removed");
    else this.emit("changed", undefined);
  }

  private lose(why: RoomEvents["gone"]["why"], reason = ""): void {
    if (this.status === "gone") return;
    this.status = "gone";
    this.emit("gone", { why, reason });
    this.emit("changed", undefined);
  }
}

interface Shared {
  session: RoomSession;
  holders: number;
}

/** Exits on their way: to enter again has to wait, or the server might do both the other way round. */
const exits = new Map<number, Promise<unknown>>();
const shared = new Map<number, Shared>();
const GRACE = 150;

/** Enters a room, or shares the session of who is in it already. Give it back by `releaseRoom`. */
export function enterRoom(id: number): RoomSession {
  const known = shared.get(id);
  if (known && known.session.status !== "gone") {
    known.holders += 1;
    return known.session;
  }
  const session = new RoomSession(id);
  shared.set(id, { session, holders: 1 });
  return session;
}

/** Gives a room back. Shortly after the last one did, the tab is out; a page swap takes it over meanwhile. */
export function releaseRoom(session: RoomSession): void {
  const known = shared.get(session.id);
  if (known?.session !== session) {
    session.stop();
    return;
  }
  known.holders -= 1;
  setTimeout(() => {
    if (known.holders > 0) return;
    const current = shared.get(session.id) === known;
    if (current) shared.delete(session.id);
    session.stop();
    if (!current) return;
    // After an `enter` that is on its way, or the server might do both the other way round.
    const exit = session.entered
      .then(() => gateway.request("room.exit", { room: session.id }))
      .catch(() => undefined);
    exits.set(session.id, exit);
    void exit.then(() => exits.get(session.id) === exit && exits.delete(session.id));
  }, GRACE);
}

/** The session of a room this tab is in now, ready or not. */
export function roomHere(id: number): RoomSession | undefined {
  return shared.get(id)?.session;
}
