/** Who calls this person, and whom he calls. The server decides what rings; every tab hears the same. */

import type { RingEnded, RingView, RoomRef } from "../generated/wire";
import { Emitter } from "../lib/emitter";
import type { Gateway } from "../realtime/client";
import { gateway as theGateway } from "../realtime/client";
import { openBoth, openDevice, rememberedChoice } from "./devices";
import { type CallSession, callSession } from "./session";

export interface RingEvents {
  change: undefined;
  /** What became of a call this tab made. */
  outcome: { state: RingEnded["state"]; name: string };
}

export class Rings {
  readonly events = new Emitter<RingEvents>();
  incoming: readonly RingView[] = [];
  /** Whom this tab rings at, by the id of the ring. */
  readonly outgoing = new Map<number, string>();

  constructor(
    private readonly gateway: Gateway,
    private readonly call: CallSession,
  ) {
    gateway.on("calls.rang", ({ ring }) =>
      this.take([...this.incoming.filter(({ id }) => id !== ring.id), ring]),
    );
    gateway.on("calls.ring_ended", (event) => void this.ended(event));
    gateway.own.on("ready", () => void this.ask());
    if (gateway.status === "open") void this.ask();
  }

  /** Call somebody: joins the call of both at once, without a preview. Rejects with Refused. */
  async callPerson(username: string): Promise<RoomRef> {
    const { ring, room, state, name } = await this.gateway.request("call.ring", { username });
    if (state === "busy") {
      this.events.emit("outcome", { state, name });
      return room;
    }
    if (state === "ringing") this.outgoing.set(ring, name);
    this.events.emit("change", undefined);
    await this.join(room);
    return room;
  }

  async accept(ring: number): Promise<RoomRef> {
    const room = await this.gateway.request("call.answer", { ring, accept: true });
    this.drop(ring);
    await this.join(room);
    return room;
  }

  async decline(ring: number): Promise<void> {
    this.drop(ring);
    await this.gateway.request("call.answer", { ring, accept: false });
  }

  private async join(room: RoomRef): Promise<void> {
    const choice = rememberedChoice();
    const { microphoneOn, cameraOn } = choice;
    if (microphoneOn && cameraOn) await this.call.join(room, await openBoth(choice));
    else if (microphoneOn)
      await this.call.join(room, { microphone: await openDevice("microphone", choice.microphone) });
    else if (cameraOn) await this.call.join(room, { camera: await openDevice("camera", choice.camera) });
    else await this.call.join(room);
  }

  private async ask(): Promise<void> {
    // A guest's socket is refused this, and an old ring is no loss.
    const answer = await this.gateway.request("call.rings", {}).catch(() => null);
    if (answer) this.take(answer.rings);
  }

  private async ended({ ring, room, state, name }: RingEnded): Promise<void> {
    this.drop(ring);
    if (!this.outgoing.delete(ring)) return;
    this.events.emit("change", undefined);
    if (state === "accepted") return;
    this.events.emit("outcome", { state, name });
    if (this.call.room?.id === room && this.call.tiles.length <= 1 && this.outgoing.size === 0) {
      await this.call.leave();
    }
  }

  private drop(ring: number): void {
    if (this.incoming.some(({ id }) => id === ring)) this.take(this.incoming.filter(({ id }) => id !== ring));
  }

  private take(incoming: readonly RingView[]): void {
    this.incoming = incoming;
    this.events.emit("change", undefined);
  }
}

export const rings = new Rings(theGateway, callSession);
