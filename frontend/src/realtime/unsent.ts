import { Emitter } from "../lib/emitter";
import { gateway } from "./client";
import { type Act, Outbox, type Unsent } from "./outbox";
import { openStore } from "./outbox-store";
import { Refused } from "./requests";
import { type RoomSession, roomHere, roomLoads } from "./rooms";

interface Changed {
  room: number;
  /** Its writer took this one back: it is gone, but was not sent. */
  discarded: string | null;
}

/** Tells when what waits in a room is different now, in whichever tab that happened. */
export const unsentEvents = new Emitter<{ changed: Changed }>();

const channel = new BroadcastChannel("samovar-outbox");
channel.addEventListener("message", ({ data }: MessageEvent<Changed>) => {
  unsentEvents.emit("changed", data);
  // The tab in which it was written may be closed before it is sent.
  void outbox.drain(data.room);
});

/** The unsent messages of this browser. */
export const outbox = new Outbox({
  store: openStore(),
  owner: () => gateway.me,
  ready: (room, kept) => gateway.status === "open" && mayLeave(room, kept),
  keeps: (room) => roomHere(room)?.room?.kept === true,
  send: (unsent) => (unsent.act ? perform(unsent.room, unsent.act) : send(unsent)),
  exclusively: async (name, task) => {
    if (navigator.locks) await navigator.locks.request(name, task);
    else await Promise.resolve().then(task);
  },
  changed: (room, discarded) => {
    const changed: Changed = { room, discarded };
    channel.postMessage(changed);
    unsentEvents.emit("changed", changed);
  },
  later: (milliseconds, task) => {
    setTimeout(task, milliseconds);
  },
});

/**
 * To a room that forgets only from a tab that is in it: that one alone knows whether the room still remembers
 * where it was. To any other also from another page, as after a restart of the browser.
 */
function mayLeave(room: number, kept: boolean): boolean {
  const session = roomHere(room);
  return session ? session.status === "ready" : kept;
}

function send({ room, cid, body, replyTo, thread, inLog, forward, files }: Unsent): Promise<unknown> {
  return gateway.request("message.send", {
    room,
    cid,
    body,
    reply_to: replyTo ?? null,
    thread: thread ?? null,
    in_log: inLog ?? true,
    forward: forward ?? null,
    files: files ?? [],
  });
}

function perform(room: number, act: Act): Promise<unknown> {
  const { n } = act;
  switch (act.what) {
    case "edit":
      return gateway.request("message.edit", { room, n, body: act.body });
    case "delete":
      return gateway.request("message.delete", { room, n }).catch(unlessGone);
    case "react":
      return gateway.request("message.react", { room, n, emoji: act.emoji, on: act.on });
    case "pin":
      return gateway.request("message.pin", { room, n, on: act.on });
    case "star":
      return gateway.request("message.star", { room, n, on: act.on });
  }
}

/** What should be deleted and is not there any more was deleted, perhaps by an answer that was lost. */
function unlessGone(error: unknown): void {
  if (!(error instanceof Refused && error.code === "message_not_found")) throw error;
}

/** Sends what waits, in all rooms. */
async function drainAll(): Promise<void> {
  // At once: a room that is slow keeps no other waiting.
  await Promise.all((await outbox.rooms()).map((room) => outbox.drain(room)));
}

/** A room without history has just forgotten what came before: there the writer decides. */
async function settle({ id, room }: RoomSession): Promise<void> {
  if (room && !room.kept) await outbox.ask(id);
  else await outbox.drain(id);
}

gateway.own.on("ready", () => void drainAll());
roomLoads.on("loaded", (session) => void settle(session));
