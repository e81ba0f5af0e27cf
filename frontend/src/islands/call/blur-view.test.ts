import { render } from "lit";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { rememberChoice, rememberedChoice } from "../../media/devices";
import { blurSwitch } from "./blur-view";

/** A camera that can blur; `busy.now`: the system refuses. */
function camera(busy: { now: boolean }): MediaStreamTrack {
  const settings = { backgroundBlur: false };
  return Object.assign(Object.create(null), {
    getCapabilities: () => ({ backgroundBlur: [false, true] }),
    getSettings: () => settings,
    getConstraints: () => ({}),
    applyConstraints: async ({ backgroundBlur }: { backgroundBlur: boolean }) => {
      if (busy.now) throw new Error("busy");
      settings.backgroundBlur = backgroundBlur;
    },
  });
}

/** Show the switch of a camera, drawn anew with each change; `press` resolves when that is done. */
function show(
  track: MediaStreamTrack | null,
  reopen = async (_on: boolean): Promise<void> => undefined,
): { place: HTMLElement; press: () => Promise<void> } {
  const place = document.createElement("div");
  let drawn = (): void => undefined;
  const draw = (): void => {
    render(
      blurSwitch(track, {
        drawn: () => {
          draw();
          if (place.querySelector("button")?.getAttribute("aria-busy") !== "true") drawn();
        },
        reopen,
      }),
      place,
    );
  };
  draw();
  const press = (): Promise<void> =>
    new Promise((resolve) => {
      drawn = resolve;
      place.querySelector("button")?.click();
    });
  return { place, press };
}

/** As in a browser that can run the model. */
function modelRuns(): void {
  vi.stubGlobal("OffscreenCanvas", class {});
  vi.stubGlobal("Worker", class {});
  HTMLCanvasElement.prototype.captureStream = () => new MediaStream();
}

describe("the switch for a blurred background", () => {
  beforeEach(() => localStorage.clear());

  afterEach(() => {
    vi.unstubAllGlobals();
    Reflect.deleteProperty(HTMLCanvasElement.prototype, "captureStream");
  });

  it("can be turned on where the camera can do it, or the model", () => {
    expect(show(camera({ now: false })).place.querySelector("button")?.disabled).toBe(false);
    modelRuns();
    const { place } = show(null);
    expect(place.querySelector("button")?.disabled).toBe(false);
    expect(place.textContent).not.toContain("cannot");
  });

  it("says where neither can, and lets nobody be stuck who had it on", async () => {
    const { place } = show(null);
    expect(place.textContent).toContain("This browser cannot blur the background");
    expect(place.querySelector("button")?.disabled).toBe(true);
    rememberChoice({ ...rememberedChoice(), blur: true });
    const reopen = vi.fn(async (on: boolean) => rememberChoice({ ...rememberedChoice(), blur: on }));
    const stuck = show(null, reopen);
    expect(stuck.place.querySelector("button")?.disabled).toBe(false);
    await stuck.press();
    expect(reopen).toHaveBeenCalledWith(false);
    expect(stuck.place.querySelector("button")?.disabled).toBe(true);
  });

  it("is off at first, and remembered when turned on", async () => {
    const { place, press } = show(camera({ now: false }));
    expect(place.querySelector("button")?.getAttribute("aria-pressed")).toBe("false");
    await press();
    expect(place.querySelector("button")?.getAttribute("aria-pressed")).toBe("true");
    expect(rememberedChoice().blur).toBe(true);
  });

  it("opens the camera anew where the model does it, and waits for that", async () => {
    modelRuns();
    const reopen = vi.fn(async (on: boolean) => rememberChoice({ ...rememberedChoice(), blur: on }));
    const { place, press } = show(null, reopen);
    expect(place.querySelector("button")?.getAttribute("aria-pressed")).toBe("false");
    const done = press();
    expect(place.querySelector("button")?.disabled).toBe(true);
    await done;
    expect(reopen).toHaveBeenCalledWith(true);
    expect(place.querySelector("button")?.getAttribute("aria-pressed")).toBe("true");
    await press();
    expect(reopen).toHaveBeenLastCalledWith(false);
  });

  it("stays where the picture is when the system refuses, says so, and forgets that with the next success", async () => {
    const busy = { now: true };
    const { place, press } = show(camera(busy));
    await press();
    expect(place.querySelector("[role=alert]")?.textContent).toContain("it may be too busy");
    expect(place.querySelector("button")?.getAttribute("aria-pressed")).toBe("false");
    expect(rememberedChoice().blur).toBe(false);
    busy.now = false;
    await press();
    expect(place.querySelector("[role=alert]")).toBeNull();
  });
});
