import { afterEach, describe, expect, it, vi } from "vitest";
import { constraintsFor, openBoth, openDevice, readChoice, rememberedChoice, troubleOf } from "./devices";

function refusal(name: string): Error {
  return Object.assign(new Error(name), { name });
}

function fakeDevices(getUserMedia: (constraints: MediaStreamConstraints) => unknown): void {
  vi.stubGlobal("navigator", { mediaDevices: { getUserMedia: vi.fn(async (c) => getUserMedia(c)) } });
}

function stream(...kinds: ("audio" | "video")[]): unknown {
  const tracks = kinds.map((kind) => ({ kind }));
  const of = (kind: string): unknown[] => tracks.filter((track) => track.kind === kind);
  return { getAudioTracks: () => of("audio"), getVideoTracks: () => of("video") };
}

afterEach(() => vi.unstubAllGlobals());

describe("devices", () => {
  it.each([
    ["NotAllowedError", "blocked"],
    ["NotFoundError", "absent"],
    ["NotReadableError", "busy"],
    ["TypeError", "failed"],
  ])("tell what is wrong: %s is %s", (name, trouble) => {
    expect(troubleOf(refusal(name))).toBe(trouble);
  });

  it("are asked for once, both together", async () => {
    fakeDevices(() => stream("audio", "video"));
    const { microphone, camera } = await openBoth(rememberedChoice());
    expect([microphone, camera]).toMatchObject([{ track: { kind: "audio" } }, { track: { kind: "video" } }]);
    expect(navigator.mediaDevices.getUserMedia).toHaveBeenCalledTimes(1);
  });

  it("do not cost each other: without a camera there still is a microphone", async () => {
    fakeDevices(({ video }) => {
      if (video) throw refusal("NotFoundError");
      return stream("audio");
    });
    const { microphone, camera } = await openBoth(rememberedChoice());
    expect(microphone).toMatchObject({ track: { kind: "audio" } });
    expect(camera).toEqual({ trouble: "absent" });
  });

  it("are unsupported where the browser hides them", async () => {
    vi.stubGlobal("navigator", {});
    expect(await openDevice("camera", null)).toEqual({ trouble: "unsupported" });
  });

  it("that were chosen are preferred but never required", () => {
    expect(constraintsFor("camera", "abc").deviceId).toEqual({ ideal: "abc" });
    expect(constraintsFor("camera", null)).not.toHaveProperty("deviceId");
  });

  it("blur nothing unless that was chosen", () => {
    expect([readChoice(null).blur, readChoice({ blur: "yes" }).blur]).toEqual([false, false]);
    expect(constraintsFor("camera", null, readChoice(null))).not.toHaveProperty("backgroundBlur");
    expect(constraintsFor("camera", null, readChoice({ blur: true }))).toMatchObject({
      backgroundBlur: true,
    });
    expect(constraintsFor("microphone", null, { blur: true })).not.toHaveProperty("backgroundBlur");
  });

  it("are on at first, and what was stored badly is forgotten", () => {
    expect(readChoice("nonsense")).toMatchObject({ microphoneOn: true, cameraOn: true });
    expect(readChoice({ camera: 5, cameraOn: false })).toMatchObject({ camera: null, cameraOn: false });
  });
});
