/** Who waits before the rooms this person is a host of, on whatever page. */

import type { KnockView } from "../generated/wire";
import { Emitter } from "../lib/emitter";
import type { Gateway } from "../realtime/client";
import { gateway as theGateway } from "../realtime/client";

export class Knocks {
  readonly events = new Emitter<{ change: undefined }>();
  waiting: readonly KnockView[] = [];

  constructor(private readonly gateway: Gateway) {
    gateway.on("rooms.knocked", ({ knock }) => this.take([...this.without(knock.id), knock]));
    gateway.on("rooms.knock_ended", ({ knock }) => this.take(this.without(knock)));
    gateway.own.on("ready", () => void this.ask());
    if (gateway.status === "open") void this.ask();
  }

  async admit({ id, room }: KnockView): Promise<void> {
    this.take(this.without(id));
    await this.gateway.request("room.admit", { room, knock: id });
  }

  async admitAll(room: number): Promise<void> {
    this.take(this.waiting.filter((knock) => knock.room !== room));
    await this.gateway.request("room.admit", { room });
  }

  async deny({ id, room }: KnockView): Promise<void> {
    this.take(this.without(id));
    await this.gateway.request("room.deny", { room, knock: id });
  }

  private async ask(): Promise<void> {
    // Guests are hosts of nothing and need no answer.
    const answer = await this.gateway.request("room.knocks", {}).catch(() => null);
    if (answer) this.take(answer.knocks);
  }

  private without(id: number): KnockView[] {
    return this.waiting.filter((knock) => knock.id !== id);
  }

  private take(waiting: readonly KnockView[]): void {
    this.waiting = waiting;
    this.events.emit("change", undefined);
  }
}

export const knocks = new Knocks(theGateway);
