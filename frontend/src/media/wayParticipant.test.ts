import { expect, test } from "vitest";
import type { MediaParticipant, MediaSession, Publication, Reach } from "./mediaSession";
import type { Proof } from "./proof";
import { WayParticipant } from "./wayParticipant";

const voice = (name: string): Publication => ({ name }) as unknown as Publication;

function way(reach: Reach, publication: Publication | null): MediaSession {
  const participant = {
    identity: "bob",
    reach,
    publication: () => publication,
  } as unknown as MediaParticipant;
  return { participants: new Map([["bob", participant]]) } as unknown as MediaSession;
}

const heard = (ways: MediaSession[], proven: Publication[] = []): Publication | null =>
  new WayParticipant("bob", () => ways, {
    has: (one: Publication) => proven.includes(one),
  } as unknown as Proof).publication("microphone");

test("the old way goes on until the new one is proven", () => {
  const [fresh, old] = [voice("fresh"), voice("old")];
  const ways = [way("connected", fresh), way("connected", old)];
  expect(heard(ways)).toBe(old);
  expect(heard(ways, [fresh])).toBe(fresh);
});

test("where nothing comes by the old way any more the new one needs no proof", () => {
  const [fresh, old] = [voice("fresh"), voice("old")];
  expect(heard([way("connected", fresh), way("interrupted", old)])).toBe(fresh);
  expect(heard([way("connecting", fresh), way("connected", old)])).toBe(old);
  expect(heard([way("connecting", fresh), way("interrupted", old)])).toBe(old);
});

test("who comes by one way alone needs no proof", () => {
  const [fresh] = [voice("fresh")];
  expect(heard([way("connecting", fresh)])).toBe(fresh);
  expect(heard([way("connected", null)])).toBeNull();
});
