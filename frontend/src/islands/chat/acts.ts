import type { MessageView } from "../../generated/wire";
import type { Act, Unsent } from "../../realtime/outbox";

/** Something done to a message that the server has not confirmed yet. */
export interface OpenAct {
  cid: string;
  act: Act;
  state: Unsent["state"];
  reason: string;
}

/** What was done to messages and is on its way, by the numbers of the messages: pure. */
export class OpenActs {
  private readonly byNumber = new Map<number, OpenAct[]>();

  constructor(unsent: readonly Unsent[] = []) {
    for (const { cid, act, state, reason } of unsent) {
      if (!act) continue;
      this.byNumber.set(act.n, [...(this.byNumber.get(act.n) ?? []), { cid, act, state, reason }]);
    }
  }

  /** What is on its way to the message `n`, in order. */
  of(n: number): readonly OpenAct[] {
    return this.byNumber.get(n) ?? [];
  }

  /** The message as it will read; what was refused changes nothing. `me`: the viewer's participant. */
  applied(message: MessageView, me: number): MessageView {
    return this.of(message.n)
      .filter(({ state }) => state !== "failed")
      .reduce((view, { act }) => after(view, act, me), message);
  }

  /** Will the message be put aside (true), no longer be (false), or stay as it is (null)? */
  starred(n: number): boolean | null {
    const found = this.of(n).findLast(({ act, state }) => act.what === "star" && state !== "failed");
    return found?.act.what === "star" ? found.act.on : null;
  }
}

function after(view: MessageView, act: Act, me: number): MessageView {
  if (act.what === "edit") return { ...view, body: act.body };
  if (act.what === "delete") return { ...view, body: "", deleted: true, pinned: false };
  if (act.what === "pin") return { ...view, pinned: act.on };
  if (act.what === "react") return { ...view, reactions: reacted(view.reactions, act.emoji, me, act.on) };
  return view;
}

function reacted(
  reactions: MessageView["reactions"],
  emoji: string,
  me: number,
  on: boolean,
): MessageView["reactions"] {
  const known = reactions.find((reaction) => reaction.emoji === emoji);
  if (!known) return on ? [...reactions, { emoji, participants: [me] }] : reactions;
  const others = known.participants.filter((participant) => participant !== me);
  const participants = on ? [...others, me] : others;
  return reactions
    .map((reaction) => (reaction === known ? { emoji, participants } : reaction))
    .filter((reaction) => reaction.participants.length > 0);
}
