import { toast } from "../../enhance/toasts";
import type { MessageView } from "../../generated/wire";
import { copyText } from "../../lib/dom";
import { t } from "../../lib/i18n";
import { gateway } from "../../realtime/client";
import { Refused } from "../../realtime/requests";
import { outbox } from "../../realtime/unsent";

/** What is done to messages. It goes by the outbox: without a connection it waits, in order with what is sent. */
export class MessageActions {
  constructor(private readonly room: number) {}

  /** Puts an emoji on a message, or takes one's own away again. */
  react(message: MessageView, emoji: string, me: number): void {
    const mine = message.reactions.find((reaction) => reaction.emoji === emoji)?.participants.includes(me);
    void outbox.do(this.room, { what: "react", n: message.n, emoji, on: !mine });
  }

  /** Lets a message say something else. */
  async edit(n: number, body: string): Promise<void> {
    await outbox.do(this.room, { what: "edit", n, body });
  }

  /** Takes a message back for everybody. */
  remove(message: MessageView): void {
    void outbox.do(this.room, { what: "delete", n: message.n });
  }

  /** Lets a message stand above the log for everybody, or puts it aside for oneself; or no longer. */
  mark(what: "pin" | "star", n: number, on: boolean): void {
    void outbox.do(this.room, { what, n, on });
  }

  /** All a message has said, the first version first; null without an answer. */
  async versions(n: number): Promise<{ body: string; at: string }[] | null> {
    const answer = await told(gateway.request("message.versions", { room: this.room, n }));
    return answer?.versions ?? null;
  }

  /** Puts a text into the clipboard and says so. */
  async copy(text: string): Promise<void> {
    if (await copyText(text)) toast(t("Copied."), "success");
    else toast(text);
  }
}

/** The answer, or null after the refusal was told as a toast. */
export async function told<Answer>(answer: Promise<Answer>): Promise<Answer | null> {
  try {
    return await answer;
  } catch (error) {
    const sentence = error instanceof Refused ? error.message : "";
    toast(sentence || t("This did not work. Please try again."), "error");
    return null;
  }
}
