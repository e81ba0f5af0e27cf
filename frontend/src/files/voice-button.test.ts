import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { VoiceButton } from "./voice-button";

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
    this.dispatchEvent(new Event("stop"));
  }
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
}

/** What the browser was asked for, and how it answers. */
let asked: (() => FakeStream)[];
let button: VoiceButton;

beforeEach(async () => {
  asked = [];
  vi.stubGlobal("MediaRecorder", FakeRecorder);
  vi.stubGlobal("AudioContext", FakeAudio);
  const getUserMedia = (): Promise<FakeStream> =>
    new Promise((resolve) => {
      asked.push(() => {
        const stream = new FakeStream();
        resolve(stream);
        return stream;
      });
    });
  Object.defineProperty(navigator, "mediaDevices", { configurable: true, value: { getUserMedia } });
  button = new VoiceButton();
  document.body.append(button);
  await button.updateComplete;
});

afterEach(() => {
  button.remove();
  Reflect.deleteProperty(navigator, "mediaDevices");
  vi.unstubAllGlobals();
});

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
  await shown("Send voice message");
});

test("what was spoken until the microphone was unplugged is there", async () => {
  const recorders: FakeRecorder[] = [];
  vi.stubGlobal(
    "MediaRecorder",
    class extends FakeRecorder {
      constructor() {
        super();
        recorders.push(this);
      }
    },
  );
  press();
  allow();
  const stop = await shown("Stop recording");
  recorders[0]?.stop();
  stop.click();
  await shown("Send voice message");
});
