import { describe, expect, it } from "vitest";
import type { CallPeer } from "../generated/wire";
import { changed, joined, left, memberOf, type Roster, rosterOf, without } from "./roster";

function peer(name: string, more: Partial<CallPeer> = {}): CallPeer {
  const person = { id: 1, user: 1, username: name, name, avatar: null, role: "member" as const };
  return { peer: name, person, microphone: true, camera: true, screen: false, hand: null, ...more };
}

const AT = "2026-01-01T10:00:00.000Z";
const two: Roster = rosterOf({ id: 7, started_at: AT, peers: [peer("alice"), peer("bob")] });
const names = (roster: Roster | null): string[] => (roster?.members ?? []).map((member) => member.peer);

describe("who is in a call", () => {
  it("grows in the order people join", () => {
    const three = joined(two, { call: 7, started_at: AT, peer: peer("charlie") });
    expect(names(three)).toEqual(["alice", "bob", "charlie"]);
    expect(names(joined(three, { call: 7, started_at: AT, peer: peer("bob") }))).toEqual(names(three));
  });

  it("begins anew with another call", () => {
    expect(names(joined(two, { call: 8, started_at: AT, peer: peer("charlie") }))).toEqual(["charlie"]);
    expect(names(joined(null, { call: 8, started_at: AT, peer: peer("charlie") }))).toEqual(["charlie"]);
  });

  it("loses who hangs up at once, and is over with the last one", () => {
    const one = left(two, { call: 7, peer: "bob", reason: "left" });
    expect(names(one)).toEqual(["alice"]);
    expect(left(one, { call: 7, peer: "alice", reason: "closed" })).toBeNull();
  });

  it("keeps who lost the socket, marked, until he is back or given up", () => {
    const lost = left(two, { call: 7, peer: "bob", reason: "lost" });
    expect(memberOf(lost, "bob")?.lost).toBe(true);
    const back = joined(lost, { call: 7, started_at: AT, peer: peer("bob") });
    expect(memberOf(back, "bob")?.lost).toBe(false);
    expect(names(lost && without(lost, "bob"))).toEqual(["alice"]);
  });

  it("shows what each one sends", () => {
    const muted = changed(two, { call: 7, peer: peer("bob", { microphone: false }) });
    expect(memberOf(muted, "bob")?.microphone).toBe(false);
    expect(memberOf(muted, "alice")?.microphone).toBe(true);
  });

  it("is not touched by events of another call", () => {
    expect(left(two, { call: 6, peer: "bob", reason: "left" })).toBe(two);
    expect(changed(two, { call: 6, peer: peer("bob") })).toBe(two);
  });
});
