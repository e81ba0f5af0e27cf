import type { MessageView } from "../../generated/wire";

/** A message for tests: the second participant says "hi" in room 1, unless `more` says otherwise. */
export function sampleMessage(n: number, more: Partial<MessageView> = {}): MessageView {
  return {
    id: n,
    n,
    room: 1,
    sender: 2,
    user: 2,
    username: "x",
    name: "X",
    body: "hi",
    at: "2026-11-21T09:00:00.000Z",
    cid: `c${n}`,
    reply: null,
    edited: null,
    deleted: false,
    reactions: [],
    thread: null,
    in_log: true,
    replies: null,
    pinned: false,
    forwarded: null,
    files: [],
    mentions: [],
    poll: null,
    ...more,
  };
}
