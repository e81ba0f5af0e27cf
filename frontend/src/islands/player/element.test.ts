import { afterEach, expect, it, vi } from "vitest";
import "./index";

const ANSWERS: Readonly<Record<string, unknown>> = {
  "/recordings/7/replay/": {
    messages: [{ at: 100, name: "alice", text: "Good morning" }],
    strokes: [{ at: 0, elements: [{ id: "a", type: "text", text: "Plan" }] }],
    more: 3,
  },
  "/recordings/7/replay/?after=3": {
    strokes: [{ at: 200, elements: [{ id: "b", type: "text", text: "Tea" }] }],
    more: 5,
  },
  "/recordings/7/replay/?after=5": {
    strokes: [{ at: 300, elements: [{ id: "a", isDeleted: true }] }],
    more: null,
  },
};

afterEach(() => {
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

it("shows what was drawn also where it does not fit into one answer", async () => {
  const asked: string[] = [];
  vi.stubGlobal("fetch", (address: string) => {
    asked.push(address);
    return Promise.resolve(new Response(JSON.stringify(ANSWERS[address])));
  });
  const player = document.createElement("samovar-player");
  player.recording = 7;
  player.length = 60_000;
  document.body.append(player);
  const texts = (): (string | undefined)[] =>
    [...player.querySelectorAll(".player-item-text")].map((item) => item.textContent?.trim());
  await vi.waitFor(() => expect(texts()).toEqual(["alice Good morning", "Tea"]), 20_000);
  expect(asked).toEqual(Object.keys(ANSWERS));
});
