import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LONGEST, type Spoken } from "./recording";
import { VoiceButton, type VoiceEvent } from "./voice-button";

/** A recorder that records nothing. */
class FakeRecorder extends EventTarget {
  static isTypeSupported = (): boolean => true;
  readonly mimeType = "audio/webm";
  state = "inactive";

  start(): void {
    this.state = "recording";
  }

  stop(): void {
    this.state = "inactive";
    this.dispatchEvent(Object.assign(new Event("dataavailable"), { data: new Blob(["words"]) }));
    this.dispatchEvent(new Event("stop"));
  }
}

/** The same, each kept in a list. */
function recorderKept(made: FakeRecorder[]): typeof FakeRecorder {
  return class extends FakeRecorder {
    constructor() {
      super();
      made.push(this);
    }
  };
}

class FakeAudio {
  createAnalyser = () => ({ fftSize: 8, getFloatTimeDomainData: () => undefined });
  createMediaStreamSource = () => ({ connect: () => undefined });
  close = async (): Promise<void> => undefined;
}

/** A microphone: is it on? */
class FakeStream {
  on = true;
  readonly getTracks = () => [{ stop: () => (this.on = false) }];
  readonly getAudioTracks = this.getTracks;
}

/** A stream of a track that is open. */
class FakeTracks {
  constructor(private readonly tracks: { stop(): void }[]) {}
  readonly getTracks = () => this.tracks;
}

/** What the browser was asked for, and how it answers. */
let asked: (() => FakeStream)[];
let button: VoiceButton;

beforeEach(async () => {
  asked = [];
  vi.stubGlobal("MediaRecorder", FakeRecorder);
  vi.stubGlobal("AudioContext", FakeAudio);
  vi.stubGlobal("MediaStream", FakeTracks);
  const getUserMedia = (): Promise<FakeStream> =>
    new Promise((resolve) => {
      asked.push(() => {
        const stream = new FakeStream();
        resolve(stream);
        return stream;
      });
    });
  microphone(getUserMedia);
  document.body.innerHTML = `<div id="toasts"></div>`;
  button = new VoiceButton();
  document.body.append(button);
  await button.updateComplete;
});

afterEach(() => {
  vi.restoreAllMocks();
  button.remove();
  Reflect.deleteProperty(navigator, "mediaDevices");
  vi.unstubAllGlobals();
});

function microphone(getUserMedia: () => Promise<FakeStream>): void {
  Object.defineProperty(navigator, "mediaDevices", { configurable: true, value: { getUserMedia } });
}

const press = (): void => {
  button.querySelector("button")?.dispatchEvent(new PointerEvent("pointerdown", { clientX: 0, clientY: 0 }));
};
const allow = (n = 0): FakeStream => asked[n]?.() ?? new FakeStream();
const shown = (name: string): Promise<HTMLElement> =>
  vi.waitFor(() => {
    const found = button.querySelector<HTMLElement>(`[aria-label="${name}"]`);
    if (!found) throw new Error(`no ${name}`);
    return found;
  });

test("pressed twice while the browser asks, it opens the microphone once", async () => {
  press();
  press();
  const streams = asked.map((answer) => answer());
  await shown("Stop recording");
  button.remove();
  expect(streams.map(({ on }) => on)).toEqual([false]);
});

test("gone from the page while the browser asks, it leaves the microphone off", async () => {
  press();
  button.remove();
  const stream = allow();
  await vi.waitFor(() => expect(stream.on).toBe(false));
});

test("a microphone that cannot be recorded is off again", async () => {
  vi.stubGlobal(
    "MediaRecorder",
    class extends FakeRecorder {
      override start(): void {
        throw new DOMException("no", "NotSupportedError");
      }
    },
  );
  press();
  const stream = allow();
  await vi.waitFor(() => expect(stream.on).toBe(false));
});

test("a press that the browser took over is not let go by the tap on Stop", async () => {
  vi.spyOn(performance, "now").mockReturnValue(0);
  press();
  allow();
  const stop = await shown("Stop recording");
  window.dispatchEvent(new PointerEvent("pointercancel"));
  vi.spyOn(performance, "now").mockReturnValue(1_000);
  window.dispatchEvent(new PointerEvent("pointerup", { clientX: 500, clientY: 0 }));
  // A click is an event of its own.
  await new Promise((resolve) => setTimeout(resolve));
  stop.click();
  await shown("Play");
});

const said = (): string[] =>
  [...document.querySelectorAll(".toast-note")].map((note) => note.textContent ?? "");

test.each([
  ["NotAllowedError", /is blocked/],
  ["NotFoundError", /No microphone was found/],
  ["NotReadableError", /Another program/],
  ["TypeError", /Nothing can be recorded/],
])("a microphone that does not open (%s) is told of once, with what helps", async (name, words) => {
  microphone(() => Promise.reject(new DOMException("no", name)));
  press();
  await vi.waitFor(() => expect(said()).toHaveLength(1));
  // The click that ends the press; what a keyboard clicks has no detail.
  button.querySelector("button")?.dispatchEvent(new MouseEvent("click", { detail: 1 }));
  await new Promise((resolve) => setTimeout(resolve));
  expect(said()).toEqual([expect.stringMatching(words)]);
});

test("where there are no microphones, a secure address is asked for", async () => {
  Object.defineProperty(navigator, "mediaDevices", { configurable: true, value: undefined });
  button.querySelector("button")?.click();
  await vi.waitFor(() => expect(said()).toEqual([expect.stringContaining("https")]));
});

test("the other button of a mouse records nothing", () => {
  button.querySelector("button")?.dispatchEvent(new PointerEvent("pointerdown", { button: 2 }));
  expect(asked).toHaveLength(0);
});

test("one presses Send while it records, and it goes", async () => {
  const gone = new Promise<Spoken>((resolve) =>
    button.addEventListener("voice-send", (event) => resolve((event as VoiceEvent).detail)),
  );
  press();
  allow();
  (await shown("Send voice message")).click();
  expect((await gone).blob.size).toBeGreaterThan(0);
  await shown("Voice message");
});

test("what is too long ends by itself, and that is told", async () => {
  const now = vi.spyOn(performance, "now").mockReturnValue(0);
  press();
  allow();
  await shown("Stop recording");
  now.mockReturnValue(LONGEST * 1000);
  await shown("Play");
  expect(said()).toEqual([expect.stringContaining("at most 15 minutes")]);
});

test("a microphone that is unplugged ends it by itself", async () => {
  const recorders: FakeRecorder[] = [];
  vi.stubGlobal("MediaRecorder", recorderKept(recorders));
  press();
  allow();
  await shown("Stop recording");
  recorders[0]?.stop();
  await shown("Play");
});

test("what was spoken until the microphone was unplugged is there", async () => {
  const recorders: FakeRecorder[] = [];
  vi.stubGlobal("MediaRecorder", recorderKept(recorders));
  press();
  allow();
  const stop = await shown("Stop recording");
  recorders[0]?.stop();
  stop.click();
  await shown("Play");
});
