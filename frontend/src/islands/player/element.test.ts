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

it("moves by five seconds with the arrows, on the line too", async () => {
  vi.stubGlobal("fetch", () => Promise.resolve(new Response("{}")));
  const player = document.createElement("samovar-player");
  player.recording = 7;
  player.length = 60_000;
  document.body.append(player);
  await player.updateComplete;
  const line = player.querySelector<HTMLInputElement>("input[type=range]");
  for (const [key, at] of [
    ["ArrowRight", "5000"],
    ["ArrowRight", "10000"],
    ["ArrowLeft", "5000"],
  ] as const) {
    line?.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
    await player.updateComplete;
    expect(line?.value).toBe(at);
  }
  const search = player.querySelector("input[type=search]");
  search?.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true }));
  await player.updateComplete;
  expect(line?.value).toBe("5000");
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
