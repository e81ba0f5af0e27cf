import { expect, test, vi } from "vitest";
import { Emitter } from "../../lib/emitter";
import type { RoomSession } from "../../realtime/rooms";
import { Manner } from "./manner";

const tab = vi.hoisted(() => ({
  heard: new Map<string, (data: unknown) => void>(),
  asked: [] as unknown[],
}));

vi.mock("../../realtime/client", () => ({
  gateway: {
    on: (name: string, act: (data: unknown) => void) => {
      tab.heard.set(name, act);
      return () => undefined;
    },
    request: async (...asked: unknown[]) => tab.asked.push(asked),
  },
}));

const session = new Emitter() as unknown as RoomSession;

test("an answer that is older than what was done since does not undo it", async () => {
  const manner = new Manner(1, session, () => undefined);
  manner.ask();
  await manner.mute(true);
  tab.heard.get("chat.folded")?.({ user: 7, on: true });
  tab.heard.get("chat.folded")?.({ user: 8, on: false });
  manner.begin({ muted: false, folded: [8, 9] });
  expect(manner.muted).toBe(true);
  const folds = [7, 8, 9].map((user) => manner.folds({ n: user, user } as never));
  expect(folds).toEqual([true, false, true]);
});

test("what the server says later counts", async () => {
  const manner = new Manner(1, session, () => undefined);
  await manner.mute(true);
  manner.ask();
  manner.begin({ muted: false, folded: [] });
  expect(manner.muted).toBe(false);
});

test("a room muted in another tab is muted here", () => {
  let drawn = 0;
  const manner = new Manner(1, session, () => {
    drawn += 1;
  });
  tab.heard.get("chat.muted")?.({ room: 2, on: true });
  expect([manner.muted, drawn]).toEqual([false, 0]);
  tab.heard.get("chat.muted")?.({ room: 1, on: true });
  expect([manner.muted, drawn]).toEqual([true, 1]);
});
