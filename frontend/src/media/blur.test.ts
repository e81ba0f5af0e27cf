import { describe, expect, it, vi } from "vitest";
import { blur, blurOf, blurred, whyUnblurred } from "./blur";
import type { Pipe } from "./blurPipe";

/** A camera that can blur as `able` says; `stuck`: it takes the wish and does nothing. */
function camera(able: boolean[] | undefined, stuck = false): MediaStreamTrack {
  const settings = { width: 1280, ...(able ? { backgroundBlur: able[0] } : {}) };
  let constraints = { width: { ideal: 1280 } };
  return Object.assign(Object.create(null), {
    getCapabilities: () => (able ? { backgroundBlur: able } : {}),
    getSettings: () => settings,
    getConstraints: () => constraints,
    applyConstraints: async (wanted: typeof constraints & { backgroundBlur: boolean }) => {
      if (stuck) throw new Error("OverconstrainedError");
      constraints = wanted;
      settings.backgroundBlur = wanted.backgroundBlur;
    },
  });
}

/** A track as far as it matters here; `able`: its camera blurs by itself, and does. */
function track(able = false): MediaStreamTrack {
  const made = Object.assign(new EventTarget(), {
    readyState: "live",
    stop: () => {
      made.readyState = "ended";
    },
    getSettings: () => (able ? { backgroundBlur: true } : {}),
  });
  return made as unknown as MediaStreamTrack;
}

interface Plumbing {
  readonly sharp: MediaStreamTrack;
  readonly out: MediaStreamTrack;
  readonly close: () => void;
  readonly ended: () => void;
  readonly flow: () => void;
  readonly fall: (why: "slow" | "unblurred") => void;
  readonly shown: Promise<MediaStreamTrack | null>;
}

function plumbing(): Plumbing {
  let flow = (): void => undefined;
  let fall = (_why: "slow" | "unblurred"): void => undefined;
  const [sharp, out, close, ended] = [track(), track(), vi.fn(), vi.fn()];
  out.addEventListener("ended", ended);
  const pipe: Pipe = {
    track: out,
    flows: new Promise((resolve) => {
      flow = () => resolve(true);
    }),
    broken: new Promise((resolve) => {
      fall = resolve;
    }),
    close,
  };
  const shown = blurred(sharp, () => pipe);
  return { sharp, out, close, ended, flow: () => flow(), fall: (why) => fall(why), shown };
}

describe("a background blurred by the camera", () => {
  it("can be chosen only where the camera can do both", () => {
    expect([null, undefined].map((none) => blurOf(none))).toEqual([null, null]);
    expect(blurOf(camera(undefined))).toBeNull();
    // The system has it on or off for everything; a page changes nothing.
    expect([blurOf(camera([true])), blurOf(camera([false]))]).toEqual([null, null]);
    expect(blurOf(camera([false, true]))).toBe(false);
  });

  it("is turned on and off, and the rest of what was asked of the camera stays", async () => {
    const track = camera([false, true]);
    expect(await blur(track, true)).toBe(true);
    expect([blurOf(track), track.getConstraints()]).toEqual([
      true,
      { width: { ideal: 1280 }, backgroundBlur: true },
    ]);
    expect(await blur(track, false)).toBe(true);
    expect(blurOf(track)).toBe(false);
  });

  it("says when the system does not do it", async () => {
    expect(await blur(camera([false, true], true), true)).toBe(false);
  });

  it("needs no model", async () => {
    const sharp = track(true);
    const makePipe = vi.fn();
    expect(await blurred(sharp, makePipe)).toBe(sharp);
    expect(makePipe).not.toHaveBeenCalled();
  });
});

describe("a background blurred by the model", () => {
  it("is given out only when the first picture is blurred", async () => {
    const { out, flow, shown } = plumbing();
    let given = false;
    const waiting = shown.then(() => {
      given = true;
    });
    await Promise.resolve();
    expect(given).toBe(false);
    flow();
    await waiting;
    expect(await shown).toBe(out);
  });

  it("closes the camera with the picture, and tells nobody who did that himself", async () => {
    const { sharp, flow, shown, close, ended } = plumbing();
    flow();
    (await shown)?.stop();
    expect(sharp.readyState).toBe("ended");
    expect(close).toHaveBeenCalledOnce();
    expect(ended).not.toHaveBeenCalled();
  });

  it("ends on a machine that is too slow, and never goes on sharp", async () => {
    const { sharp, out, flow, fall, shown, ended } = plumbing();
    flow();
    await shown;
    fall("slow");
    await vi.waitFor(() => expect(ended).toHaveBeenCalledOnce());
    expect([sharp.readyState, out.readyState, whyUnblurred(out)]).toEqual(["ended", "ended", "slow"]);
  });

  it("ends with its camera, which is not for want of blur", async () => {
    const { sharp, out, flow, shown, ended } = plumbing();
    flow();
    await shown;
    sharp.dispatchEvent(new Event("ended"));
    expect(ended).toHaveBeenCalledOnce();
    expect(whyUnblurred(out)).toBeNull();
  });

  it("gives nothing, and closes the camera, when the model cannot be loaded", async () => {
    const { sharp, fall, shown } = plumbing();
    fall("unblurred");
    expect(await shown).toBeNull();
    expect(sharp.readyState).toBe("ended");
    const other = track();
    const failing = (): Pipe => {
      throw new Error("this browser draws no pictures");
    };
    expect(await blurred(other, failing)).toBeNull();
    expect(other.readyState).toBe("ended");
  });
});
