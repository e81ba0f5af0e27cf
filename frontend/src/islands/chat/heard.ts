import type { MessageChanged, MessageView } from "../../generated/wire";

/** How a message reads now that `message` does: it is that one, quotes it, or neither. */
export function rewritten(view: MessageView, message: MessageView): MessageView {
  if (view.n === message.n) return message;
  const { reply } = view;
  return reply?.n === message.n ? { ...view, reply: { ...reply, body: message.body } } : view;
}

/** What is heard of messages while pages of them are on their way: such a page may have been read before it. */
export class Heard {
  private readonly underway = new Set<MessageChanged[]>();

  /** A message came or reads differently, or what stands under one does. */
  tell(change: MessageChanged): void {
    for (const changes of this.underway) changes.push(change);
  }

  /** Waits for a page; gives it with what makes each of its messages as it reads now. */
  async during<Page>(asked: Promise<Page>): Promise<[Page, (view: MessageView) => MessageView]> {
    const changes: MessageChanged[] = [];
    this.underway.add(changes);
    try {
      const page = await asked;
      return [page, (view) => changes.reduce(changed, view)];
    } finally {
      this.underway.delete(changes);
    }
  }
}

function changed(view: MessageView, { message, thread }: MessageChanged): MessageView {
  const now = rewritten(view, message);
  return thread?.n === view.n ? { ...now, replies: thread.replies } : now;
}
