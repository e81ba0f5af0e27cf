import type { FileRef } from "../generated/wire";
import { Refused } from "./requests";

/**
 * `waiting`: goes out as soon as it can. `asking`: the room forgot where it was, only "Send again" sends it.
 * `failed`: the server said no, with `reason` as a sentence.
 */
export type UnsentState = "waiting" | "asking" | "failed";

/** What shall happen to the message `n` of a room. Doing it twice is doing it once. */
export type Act =
  | { what: "edit"; n: number; body: string }
  | { what: "delete"; n: number }
  | { what: "react"; n: number; emoji: string; on: boolean }
  | { what: "pin" | "star"; n: number; on: boolean };

/** Where a message stands besides its room: under another one (`inLog`: in the log too); whose words it sends on. */
export interface Standing {
  /** The number of the message that it answers. */
  replyTo?: number;
  thread?: number;
  inLog?: boolean;
  forward?: { room: number; n: number };
  /** Uploads that have come and go with it. */
  files?: FileRef[];
}

/** A message on its way, or (`act`) something done to one. `owner` is the stream key of its sender: a browser may be used by several people. */
export interface Unsent extends Standing {
  cid: string;
  owner: string;
  room: number;
  body: string;
  act?: Act;
  /** Milliseconds; strictly rising in a browser, in all its tabs, so the order is that of writing. */
  at: number;
  /** The room keeps its messages, so that any tab may send this one, in the room or not. */
  kept?: boolean;
  state: UnsentState;
  reason: string;
}

/** Where unsent messages are kept. */
export interface OutboxStore {
  all(owner: string): Promise<Unsent[]>;
  put(unsent: Unsent): Promise<void>;
  remove(cid: string): Promise<void>;
}

/** What the outbox needs of the world. `exclusively` runs a task while no other tab runs one of that name. */
export interface OutboxWorld {
  store: OutboxStore;
  owner(): string | null;
  /** May this tab send now to this room, which keeps its messages, or perhaps not? */
  ready(room: number, kept: boolean): boolean;
  /** Is this known to be a room that keeps its messages? */
  keeps(room: number): boolean;
  send(unsent: Unsent): Promise<unknown>;
  exclusively(name: string, task: () => Promise<void>): Promise<void>;
  /** Something changed, perhaps because its writer took `discarded` back; other tabs want to know too. */
  changed(room: number, discarded: string | null): void;
  later(milliseconds: number, task: () => void): void;
}

/** Codes that mean "not now" rather than "no". */
const NOT_NOW: ReadonlySet<string> = new Set(["offline", "timeout", "too_many", "unavailable"]);
const SHORT = 1_000;

/** Unsent messages: in order per room, over restarts, each sent until the server has it or refuses it. */
export class Outbox {
  private newest = 0;
  /** By room: the turn to send that waits for the others' to end. */
  private readonly turns = new Map<number, Promise<void>>();

  constructor(private readonly world: OutboxWorld) {}

  /** Keeps a message and sends it when its turn comes. Resolves when it is kept. */
  async add(room: number, body: string, standing: Standing = {}): Promise<Unsent> {
    return await this.enter(room, { ...standing, body });
  }

  /** Keeps what shall happen to a message, in order with what is sent to its room. */
  async do(room: number, act: Act): Promise<Unsent> {
    return await this.enter(room, { body: "", act });
  }

  private async enter(room: number, what: Standing & { body: string; act?: Act }): Promise<Unsent> {
    const owner = this.world.owner();
    if (!owner) throw new Refused("offline");
    // A clock may be set back, and another tab may have written last.
    const last = (await this.mine()).at(-1)?.at ?? 0;
    this.newest = Math.max(Date.now(), this.newest + 1, last + 1);
    const unsent: Unsent = {
      cid: crypto.randomUUID(),
      owner,
      room,
      at: this.newest,
      state: "waiting",
      reason: "",
      kept: this.world.keeps(room),
      ...what,
    };
    await this.keep(unsent);
    void this.drain(room);
    return unsent;
  }

  /** What waits in this room, in the order of writing. */
  async inRoom(room: number): Promise<Unsent[]> {
    return (await this.mine()).filter((unsent) => unsent.room === room);
  }

  /** How many messages wait to be sent, in all rooms. */
  async count(): Promise<number> {
    return (await this.mine()).filter((unsent) => unsent.state === "waiting").length;
  }

  /** Rooms in which something waits. */
  async rooms(): Promise<number[]> {
    const waiting = (await this.mine()).filter((unsent) => unsent.state === "waiting");
    return [...new Set(waiting.map((unsent) => unsent.room))];
  }

  /** The writer wants this one sent after all. */
  async sendAgain(cid: string): Promise<void> {
    const unsent = (await this.mine()).find((each) => each.cid === cid);
    if (!unsent) return;
    await this.keep({ ...unsent, state: "waiting", reason: "" });
    await this.drain(unsent.room);
  }

  /** The writer does not want this one any more. */
  async discard(cid: string): Promise<void> {
    const unsent = (await this.mine()).find((each) => each.cid === cid);
    if (unsent) await this.drop(unsent, cid);
  }

  /** The room lost its memory: what waits there may be out of place, so its writer is asked. */
  async ask(room: number): Promise<void> {
    // Under the lock: what another tab is sending just now must not come back after it was removed.
    await this.alone(room, async () => {
      for (const unsent of await this.inRoom(room)) {
        if (unsent.state === "waiting") await this.keep({ ...unsent, state: "asking" });
      }
    });
  }

  /**
   * Sends what waits in a room, one after the other, while no other tab does. Who asks before the turn has come
   * shares it.
   */
  async drain(room: number): Promise<void> {
    if (!this.world.owner() || !this.world.ready(room, true)) return;
    const turn = this.turns.get(room) ?? this.turnIn(room);
    this.turns.set(room, turn);
    await turn;
  }

  private async turnIn(room: number): Promise<void> {
    try {
      await this.alone(room, async () => {
        this.turns.delete(room);
        await this.drainInOrder(room);
      });
    } catch (error) {
      this.turns.delete(room);
      throw error;
    }
  }

  private async alone(room: number, task: () => Promise<void>): Promise<void> {
    const owner = this.world.owner();
    if (owner) await this.world.exclusively(`samovar-outbox ${owner} ${room}`, task);
  }

  private async drainInOrder(room: number): Promise<void> {
    for (;;) {
      const next = (await this.inRoom(room)).find((unsent) => unsent.state === "waiting");
      if (!next || !this.world.ready(room, next.kept === true)) return;
      if (!(await this.attempt(next))) return;
    }
  }

  /** False when the rest has to wait. A refusal for good marks this one, and the rest goes on. */
  private async attempt(unsent: Unsent): Promise<boolean> {
    try {
      await this.world.send(unsent);
      await this.drop(unsent);
      return true;
    } catch (error) {
      const refusal = error instanceof Refused ? error : new Refused("timeout");
      if (!NOT_NOW.has(refusal.code)) {
        await this.fail(unsent, refusal.message);
        return true;
      }
      const pause = refusal.retry ? refusal.retry * 1000 : SHORT;
      if (refusal.code !== "offline") this.world.later(pause, () => void this.drain(unsent.room));
      return false;
    }
  }

  /** Unless its writer took it back meanwhile. */
  private async fail(unsent: Unsent, reason: string): Promise<void> {
    const here = await this.mine();
    if (here.some(({ cid }) => cid === unsent.cid)) await this.keep({ ...unsent, state: "failed", reason });
  }

  private async mine(): Promise<Unsent[]> {
    const owner = this.world.owner();
    if (!owner) return [];
    return (await this.world.store.all(owner)).sort((one, other) => one.at - other.at);
  }

  private async keep(unsent: Unsent): Promise<void> {
    await this.world.store.put(unsent);
    this.world.changed(unsent.room, null);
  }

  private async drop(unsent: Unsent, discarded: string | null = null): Promise<void> {
    await this.world.store.remove(unsent.cid);
    this.world.changed(unsent.room, discarded);
  }
}
