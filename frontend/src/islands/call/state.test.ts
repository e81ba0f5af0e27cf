import { describe, expect, it } from "vitest";
import type { Tile } from "../../media/call";
import { arrange, type Choice, handOrder } from "./state";

function tile(name: string, more: Partial<Tile> = {}): Tile {
  return {
    peer: name,
    person: { id: 1, user: 1, username: name, name, avatar: null, role: "member" },
    microphone: true,
    camera: true,
    screen: false,
    hand: null,
    lost: false,
    me: false,
    speaking: false,
    reach: "connected",
    receiver: null,
    streams: { microphone: null, camera: null, screen: null, screenSound: null },
    ...more,
  };
}

const alice = tile("alice", { me: true });
const bob = tile("bob");

describe("the stage", () => {
  it("shows the speaker large on wide windows, and everybody in the strip", () => {
    const { layout, large, tiles } = arrange([alice, bob], bob, true);
    expect([layout, large?.tile.peer, large?.source, tiles.length]).toEqual(["strip", "bob", "camera", 2]);
  });

  it("is a grid on phones and for who is alone", () => {
    expect(arrange([alice, bob], bob, false).layout).toBe("grid");
    expect(arrange([alice], alice, true).layout).toBe("grid");
  });

  it("shows a shared screen large everywhere, somebody else's before one's own", () => {
    const mine = tile("alice", { me: true, screen: true });
    const other = tile("bob", { screen: true });
    expect(arrange([mine, bob], bob, false).large).toMatchObject({
      source: "screen",
      tile: { peer: "alice" },
    });
    expect(arrange([mine, other], bob, true).large).toMatchObject({
      source: "screen",
      tile: { peer: "bob" },
    });
  });

  it("offers the other shared screens beside the large one", () => {
    const one = tile("bob", { screen: true });
    const two = tile("charlie", { screen: true });
    const peers = (choice: Choice): string[] =>
      arrange([alice, one, two], one, true, choice).screens.map(({ peer }) => peer);
    expect(peers({ layout: "speaker", pinned: null })).toEqual(["charlie"]);
    expect(peers({ layout: "speaker", pinned: "charlie" })).toEqual(["bob"]);
    expect(peers({ layout: "speaker", pinned: "alice" })).toEqual(["bob", "charlie"]);
  });

  it("leaves out who does not want to see himself, unless he is alone", () => {
    const choice = { layout: "grid", pinned: null, selfHidden: true } as const;
    expect(arrange([alice, bob], bob, true, choice).tiles).toEqual([bob]);
    expect(arrange([alice], alice, true, choice).tiles).toEqual([alice]);
  });
});

describe("what the viewer has chosen", () => {
  it("keeps a pinned person large, before a shared screen", () => {
    const sharing = tile("bob", { screen: true });
    const charlie = tile("charlie");
    const choice = { layout: "grid", pinned: "charlie" } as const;
    expect(arrange([alice, sharing, charlie], sharing, true, choice).large?.tile.peer).toBe("charlie");
  });

  it("shows equal tiles in the grid", () => {
    expect(arrange([alice, bob], bob, true, { layout: "grid", pinned: null }).layout).toBe("grid");
  });

  it("forgets a pinned person who left", () => {
    const choice = { layout: "speaker", pinned: "charlie" } as const;
    expect(arrange([alice, bob], bob, true, choice).large?.tile.peer).toBe("bob");
  });

  it("counts hands in the order they went up", () => {
    const first = tile("bob", { hand: "2026-01-01T10:00:00.000Z" });
    const second = tile("alice", { hand: "2026-01-01T10:00:05.000Z" });
    const tiles = [second, first, tile("charlie")];
    expect(["bob", "alice", "charlie"].map((peer) => handOrder(tiles, peer))).toEqual([1, 2, 0]);
  });
});
