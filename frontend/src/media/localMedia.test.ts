import { expect, test, vi } from "vitest";
import { LocalMedia } from "./localMedia";

/** What the browser was asked for, and how it answers. */
const { asked } = vi.hoisted(() => ({ asked: [] as ((opened: unknown) => void)[] }));

vi.mock("./devices", () => ({
  openDevice: () => new Promise((resolve) => asked.push(resolve)),
  openScreen: () => new Promise((resolve) => asked.push(resolve)),
}));

const track = (): MediaStreamTrack =>
  Object.assign(Object.create(null), { stop: vi.fn(), addEventListener: () => undefined });

test("a device that opens when its call is over goes out, and leaves the next call's alone", async () => {
  const local = new LocalMedia(() => undefined);
  let wanted = true;
  const late = local.start("camera", null, () => wanted);
  wanted = false;
  local.stopAll();
  const [next, camera] = [track(), track()];
  local.take("camera", { track: next });
  asked.pop()?.({ track: camera });
  expect(await late).toBeNull();
  expect(camera.stop).toHaveBeenCalled();
  expect(next.stop).not.toHaveBeenCalled();
  expect(local.tracks.get("camera")).toBe(next);
});

test("so does a screen with its sound", async () => {
  const local = new LocalMedia(() => undefined);
  const late = local.start("screen", null, () => false);
  const [screen, sound] = [track(), track()];
  asked.pop()?.({ track: screen, sound });
  expect(await late).toBeNull();
  expect([screen, sound].every(({ stop }) => vi.mocked(stop).mock.calls.length > 0)).toBe(true);
  expect(local.tracks.size).toBe(0);
});
