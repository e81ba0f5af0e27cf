import { afterEach, beforeEach, expect, type MockInstance, test, vi } from "vitest";
import type { Kind, Opened } from "../../media/devices";
import { callSession } from "../../media/session";
import { gateway } from "../../realtime/client";
import { Refused } from "../../realtime/requests";
import { CallPreview } from "./preview";

/** What the browser was asked for, and how it answers. */
const { asked } = vi.hoisted(() => ({
  asked: [] as { kind: string; answer: (opened: Opened) => void }[],
}));

// It asks for more of the page than there is here.
vi.mock("htmx.org", () => ({ default: {} }));
vi.mock("../../media/listening", () => ({
  Listening: class {
    follow(): void {}
    stop(): void {}
  },
}));
vi.mock("../../media/devices", async (original) => ({
  ...(await original<typeof import("../../media/devices")>()),
  openDevice: (kind: Kind) => new Promise((resolve) => asked.push({ kind, answer: resolve })),
  listDevices: async () => ({ microphone: [], camera: [], speaker: [] }),
  rememberedChoice: () => ({
    microphone: null,
    camera: null,
    speaker: null,
    microphoneOn: false,
    cameraOn: false,
    blur: false,
  }),
}));
customElements.define("samovar-call-preview", CallPreview);

let preview: CallPreview;
let join: MockInstance<typeof callSession.join>;
let connected: MockInstance<typeof gateway.connected>;

beforeEach(async () => {
  asked.length = 0;
  join = vi.spyOn(callSession, "join").mockResolvedValue();
  connected = vi.spyOn(gateway, "connected").mockResolvedValue();
  preview = new CallPreview();
  preview.room = { id: 1, code: "code", name: "room" };
  document.body.append(preview);
  await preview.show();
  await preview.updateComplete;
});

afterEach(() => preview.remove());

const press = (selector: string): void => preview.querySelector<HTMLElement>(selector)?.click();
const dialog = (): HTMLDialogElement | null => preview.querySelector("dialog");

/** The browser opens what was asked for last. */
const open = (): MediaStreamTrack => {
  const track = Object.assign(Object.create(null), {
    stop: vi.fn(),
    addEventListener: () => undefined,
  });
  asked.at(-1)?.answer({ track });
  return track;
};

test.each([
  ["closed", () => dialog()?.close()],
  ["gone from the page", () => preview.remove()],
])("a camera that opens when the preview is %s goes out again", async (_how, leave) => {
  press('[data-source="camera"]');
  expect(asked.map(({ kind }) => kind)).toEqual(["camera"]);
  leave();
  const track = open();
  await vi.waitFor(() => expect(track.stop).toHaveBeenCalled());
});

test("who joins while his camera opens takes it along", async () => {
  press('[data-source="camera"]');
  press(".call-join");
  const track = open();
  await vi.waitFor(() => expect(join).toHaveBeenCalledWith(preview.room, { camera: { track } }));
  await vi.waitFor(() => expect(dialog()?.open).toBe(false));
  expect(track.stop).not.toHaveBeenCalled();
});

test.each([
  ["declined", () => join.mockRejectedValue(new Refused("declined"))],
  ["without a connection", () => connected.mockRejectedValue(new Refused("offline"))],
  [
    "closed before the connection is there",
    () => connected.mockImplementation(async () => dialog()?.close()),
  ],
])("the camera of a call that was %s goes out", async (_why, fail) => {
  press('[data-source="camera"]');
  const track = open();
  await vi.waitFor(() => expect(preview.querySelector('[aria-pressed="true"]')).not.toBeNull());
  fail();
  press(".call-join");
  await vi.waitFor(() => expect(track.stop).toHaveBeenCalled());
});
