/** Who has the floor: what hosts do to others in the call, and what everybody shows to all. */

import type { GuardRoom, ShowReaction } from "../generated/wire";
import { gateway } from "../realtime/client";
import type { Source } from "./mediaSession";
import { type CallSession, callSession } from "./session";

/** All of these reject with Refused, also when there is no call here any more. */
export class Floor {
  constructor(private readonly call: CallSession) {}

  /** Turn a source of somebody off; of everybody but the hosts without `to`. */
  async silence(source: Source, to: string | null = null): Promise<void> {
    await gateway.request("call.silence", { ...this.call.address, to, source });
  }

  async ask(source: Source, to: string): Promise<void> {
    await gateway.request("call.ask", { ...this.call.address, to, source });
  }

  async endForAll(): Promise<void> {
    await gateway.request("call.end", this.call.address);
  }

  /** Ring at the members of the room who are not in the call. */
  async ringMembers(): Promise<void> {
    await gateway.request("call.ring_members", this.call.address);
  }

  /** One's own hand, or as a host somebody's down. */
  async raiseHand(up: boolean, to: string | null = null): Promise<void> {
    await gateway.request("call.hand", { ...this.call.address, up, to });
  }

  async react(emoji: ShowReaction["emoji"]): Promise<void> {
    await gateway.request("call.react", { ...this.call.address, emoji });
  }

  /** Have the call go over the media server, or from browser to browser. */
  async carry(server: boolean): Promise<void> {
    await gateway.request("call.carry", { ...this.call.address, kind: server ? "sfu" : "mesh" });
  }

  async guard(change: Omit<GuardRoom, "room">): Promise<void> {
    await gateway.request("room.guard", { room: this.call.address.room, ...change });
  }
}

export const floor = new Floor(callSession);
