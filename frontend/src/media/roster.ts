/** Who is in a call, as events tell it. Pure: knows no socket and no media. */

import type { CallChanged, CallJoined, CallLeft, CallPeer, CallView } from "../generated/wire";

/** `lost`: the socket broke; whoever still has media with this member keeps it. */
export interface Member extends CallPeer {
  readonly lost: boolean;
}

export interface Roster {
  readonly call: number;
  readonly startedAt: string;
  readonly members: readonly Member[];
}

export function rosterOf(view: Pick<CallView, "id" | "started_at" | "peers">): Roster {
  const members = view.peers.map((peer) => ({ ...peer, lost: false }));
  return { call: view.id, startedAt: view.started_at, members };
}

export function memberOf(roster: Roster | null, peer: string): Member | null {
  return roster?.members.find((member) => member.peer === peer) ?? null;
}

/** Somebody joined or came back. An event of another call begins that one. */
export function joined(roster: Roster | null, event: CallJoined): Roster {
  const known = roster?.call === event.call ? roster.members : [];
  const member = { ...event.peer, lost: false };
  const here = known.some(({ peer }) => peer === member.peer);
  const members = here ? known.map((old) => (old.peer === member.peer ? member : old)) : [...known, member];
  return { call: event.call, startedAt: event.started_at, members };
}

/** Somebody left; whose connection is lost stays, marked, until `without` is called. Null: nobody is left. */
export function left(roster: Roster | null, event: CallLeft): Roster | null {
  if (!roster || roster.call !== event.call) return roster;
  if (event.reason !== "lost") return without(roster, event.peer);
  const members = roster.members.map((old) => (old.peer === event.peer ? { ...old, lost: true } : old));
  return { ...roster, members };
}

export function without(roster: Roster, peer: string): Roster | null {
  const members = roster.members.filter((member) => member.peer !== peer);
  return members.length > 0 ? { ...roster, members } : null;
}

export function changed(roster: Roster | null, event: CallChanged): Roster | null {
  if (!roster || roster.call !== event.call) return roster;
  const members = roster.members.map((old) =>
    old.peer === event.peer.peer ? { ...event.peer, lost: old.lost } : old,
  );
  return { ...roster, members };
}
