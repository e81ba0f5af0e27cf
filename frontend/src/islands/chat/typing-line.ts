import { gateway } from "../../realtime/client";
import type { RoomSession } from "../../realtime/rooms";
import { TypingSigns } from "./typing";
import { typingText } from "./typing-text";

/** Who types in a room just now, and telling the others that the viewer does. */
export class TypingLine {
  private readonly signs = new TypingSigns();
  private fading: ReturnType<typeof setTimeout> | null = null;
  private readonly unhear: () => void;

  constructor(
    private readonly session: RoomSession,
    private readonly redraw: () => void,
  ) {
    this.unhear = gateway.onStream(session.stream, "chat.typing", ({ participant }) => {
      if (participant === session.me?.id) return;
      this.signs.sign(participant, performance.now());
      this.fade();
    });
  }

  /** The sentence that says who types; empty when nobody does. */
  get text(): unknown {
    const ids = this.signs.who(performance.now());
    const { people } = this.session;
    return typingText(ids.flatMap((id) => people.find((person) => person.id === id)?.name ?? []));
  }

  /** This participant sent or left. */
  stopped(participant: number): void {
    this.signs.stop(participant);
  }

  /** The viewer typed. */
  tell(): void {
    if (!this.signs.due(performance.now())) return;
    gateway.request("message.typing", { room: this.session.id }).catch(() => undefined);
  }

  /** The chat is gone from the page. */
  stop(): void {
    this.unhear();
    if (this.fading) clearTimeout(this.fading);
  }

  /** Draws now, and again when the next sign of typing has faded. */
  private fade(): void {
    this.redraw();
    if (this.fading || this.signs.who(performance.now()).length === 0) return;
    this.fading = setTimeout(() => {
      this.fading = null;
      this.fade();
    }, 500);
  }
}
