import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type FromBlur, pipeOf, pipesAreThere, type ToBlur } from "./blurPipe";

/** A worker that keeps what it is told; `says` answers as it would. */
class Blurrer extends EventTarget {
  static made: Blurrer[] = [];
  readonly told: ToBlur[] = [];
  ended = false;

  constructor() {
    super();
    Blurrer.made.push(this);
  }

  postMessage(word: ToBlur): void {
    this.told.push(word);
  }

  terminate(): void {
    this.ended = true;
  }

  says(data: FromBlur): void {
    this.dispatchEvent(new MessageEvent("message", { data }));
  }
}

function bitmap(): ImageBitmap {
  return Object.assign(Object.create(null), { width: 640, height: 360, close: vi.fn() });
}

const drawn = vi.fn();

function made(): Blurrer {
  const [worker] = Blurrer.made;
  if (!worker) throw new Error("no worker was made");
  return worker;
}

describe("blurring in a browser that gives no pictures to workers", () => {
  const out = Object.assign(new EventTarget(), { contentHint: "" });

  beforeEach(() => {
    Blurrer.made = [];
    drawn.mockClear();
    vi.useFakeTimers();
    vi.stubGlobal("Worker", Blurrer);
    vi.stubGlobal("OffscreenCanvas", class {});
    vi.stubGlobal("createImageBitmap", async () => bitmap());
    vi.stubGlobal("MediaStream", class {});
    Object.defineProperty(HTMLVideoElement.prototype, "videoWidth", { value: 640, configurable: true });
    vi.spyOn(HTMLVideoElement.prototype, "srcObject", "set").mockImplementation(() => undefined);
    vi.spyOn(HTMLVideoElement.prototype, "play").mockResolvedValue();
    const context = { drawImage: drawn } as unknown as CanvasRenderingContext2D;
    vi.spyOn(HTMLCanvasElement.prototype, "getContext").mockReturnValue(context as never);
    HTMLCanvasElement.prototype.captureStream = () =>
      ({ getVideoTracks: () => [out] }) as unknown as MediaStream;
  });

  afterEach(() => {
    Reflect.deleteProperty(HTMLCanvasElement.prototype, "captureStream");
    Reflect.deleteProperty(HTMLVideoElement.prototype, "videoWidth");
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it("gives each picture when it is asked for, and shows what comes back", async () => {
    const pipe = pipeOf(new EventTarget() as MediaStreamTrack);
    expect(pipe.track).toBe(out);
    expect(made().told.map(({ kind }) => kind)).toEqual(["begin"]);
    made().says({ kind: "next" });
    await vi.waitFor(() => expect(made().told.map(({ kind }) => kind)).toEqual(["begin", "picture"]));
    const soft = bitmap();
    made().says({ kind: "picture", bitmap: soft });
    expect(drawn).toHaveBeenCalledWith(soft, 0, 0);
    made().says({ kind: "flows" });
    expect(await pipe.flows).toBe(true);
    pipe.close();
    expect(made().ended).toBe(true);
  });

  it("goes on in a hidden tab: no clock of the page has a part in it", async () => {
    const frames = vi.spyOn(window, "requestAnimationFrame");
    const clocks = vi.spyOn(window, "setInterval");
    vi.spyOn(document, "hidden", "get").mockReturnValue(true);
    pipeOf(new EventTarget() as MediaStreamTrack);
    for (let count = 1; count <= 3; count += 1) {
      made().says({ kind: "next" });
      await vi.waitFor(() => expect(made().told).toHaveLength(1 + count));
    }
    expect([frames.mock.calls.length, clocks.mock.calls.length]).toEqual([0, 0]);
  });

  it("tells when the worker is too slow or fails, and when nothing comes at all", async () => {
    const pipe = pipeOf(new EventTarget() as MediaStreamTrack);
    made().says({ kind: "flows" });
    made().says({ kind: "slow" });
    expect(await pipe.broken).toBe("slow");
    Blurrer.made = [];
    const failing = pipeOf(new EventTarget() as MediaStreamTrack);
    made().dispatchEvent(new Event("error"));
    expect(await failing.broken).toBe("unblurred");
    const silent = pipeOf(new EventTarget() as MediaStreamTrack);
    vi.runAllTimers();
    expect(await silent.broken).toBe("unblurred");
  });

  it("is known to be impossible where a drawing cannot become a picture that is sent", () => {
    expect(pipesAreThere()).toBe(true);
    Reflect.deleteProperty(HTMLCanvasElement.prototype, "captureStream");
    expect(pipesAreThere()).toBe(false);
  });
});
