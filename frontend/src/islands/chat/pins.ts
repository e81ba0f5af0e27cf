import type { MessageView } from "../../generated/wire";
import { gateway } from "../../realtime/client";

/** What stands above the log of a room, the newest pin first. */
export class Pins {
  messages: readonly MessageView[] = [];

  constructor(
    private readonly room: number,
    private readonly redraw: () => void,
  ) {}

  /** Asks for them anew. */
  async load(): Promise<void> {
    const answer = await gateway.request("message.pins", { room: this.room }).catch(() => null);
    if (!answer) return;
    this.messages = answer.messages;
    this.redraw();
  }

  /** A message of the room reads differently now; perhaps it is pinned, or no more. */
  heard(message: MessageView): void {
    const known = this.messages.some(({ n }) => n === message.n);
    if (!known && !message.pinned) return;
    const others = this.messages.filter(({ n }) => n !== message.n);
    if (!message.pinned) this.messages = others;
    else if (!known) this.messages = [message, ...others];
    else this.messages = this.messages.map((pin) => (pin.n === message.n ? message : pin));
    this.redraw();
  }
}
