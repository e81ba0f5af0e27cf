import { render } from "lit";
import { describe, expect, it, vi } from "vitest";
import { type Bar, type BarDoings, barView, place, SPEEDS } from "./controls-view";
import "./index";

const BAR: Bar = {
  at: 5000,
  length: 60_000,
  playing: false,
  speed: 1,
  muted: false,
  captions: null,
  over: null,
  chapters: [0, 30_000],
  sheet: { address: "/recordings/7/previews.webp", count: 15, columns: 10 },
};

const IDLE: BarDoings = {
  toggle: () => undefined,
  seek: () => undefined,
  hover: () => undefined,
  speed: () => undefined,
  mute: () => undefined,
  captions: () => undefined,
  full: () => undefined,
};

function show(bar: Partial<Bar>, doings: Partial<BarDoings> = {}): HTMLElement {
  const shown = document.createElement("div");
  render(barView({ ...BAR, ...bar }, { ...IDLE, ...doings }), shown);
  place(shown);
  return shown;
}

/** Which small picture is shown, and where, when the pointer is at `over` of the line. */
function thumb(over: number, sheet: Partial<Bar["sheet"]> = {}): [string, string, string] {
  const shown = show({ over, sheet: { ...BAR.sheet, ...sheet } });
  const preview = shown.querySelector<HTMLElement>(".player-preview");
  const picture = shown.querySelector<HTMLElement>(".player-thumb");
  return [
    preview?.style.left ?? "",
    picture?.style.backgroundPosition ?? "",
    preview?.textContent?.trim() ?? "",
  ];
}

describe("the bar of the player", () => {
  it("shows the small picture of the place the pointer is over, with its time", () => {
    expect(show({}).querySelector(".player-preview")).toBeNull();
    expect(thumb(0)).toEqual(["0%", "0px 0px", "0:00"]);
    expect(thumb(0.5)).toEqual(["50%", "-1120px 0px", "0:30"]);
    // The eleventh stands in the second row; at the very end is the last, not one behind it.
    expect(thumb(0.7)).toEqual(["70%", "0px -90px", "0:42"]);
    expect(thumb(1)).toEqual(["100%", "-640px -90px", "1:00"]);
  });

  it("shows the time alone where there are no small pictures", () => {
    expect(thumb(0.5, { count: 0 })).toEqual(["50%", "", "0:30"]);
  });

  it("marks the chapters on the line", () => {
    const notches = [...show({}).querySelectorAll<HTMLElement>(".player-notch")];
    expect(notches.map(({ style }) => style.left)).toEqual(["0%", "50%"]);
  });

  it("offers slower and faster, and says what was chosen", () => {
    const speed = vi.fn();
    const select = show({ speed: 1.5 }, { speed }).querySelector("select");
    if (!select) throw new Error("there is no choice of speeds");
    expect([...select.options].map(({ value }) => Number(value))).toEqual(SPEEDS);
    expect(select.querySelector("option[selected]")?.textContent).toBe("1.5×");
    select.value = "0.5";
    select.dispatchEvent(new Event("change"));
    expect(speed).toHaveBeenCalledWith(0.5);
  });
});

it("a video goes at the speed that was chosen", async () => {
  vi.stubGlobal("fetch", async () => new Response("{}"));
  const player = document.createElement("samovar-player");
  player.length = 60_000;
  document.body.append(player);
  await player.updateComplete;
  const [select, video] = [player.querySelector("select"), player.querySelector("video")];
  if (!select || !video) throw new Error("there is no player");
  select.value = "2";
  select.dispatchEvent(new Event("change"));
  await player.updateComplete;
  expect([video.playbackRate, select.value]).toEqual([2, "2"]);
  player.remove();
  vi.unstubAllGlobals();
});
