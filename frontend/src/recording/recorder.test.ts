import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Recorder } from "./recorder";
import { inMemory, type Piece } from "./store";

const { asked } = vi.hoisted(() => ({ asked: [] as string[] }));

vi.mock("../realtime/client", () => ({
  gateway: {
    request: async (op: string) => void asked.push(op),
    on: () => () => undefined,
    own: { on: () => () => undefined },
  },
}));
vi.mock("./http", () => ({ sendTo: () => async () => "kept" }));
vi.mock("./picture", () => ({
  Picture: class {
    stop(): void {}
  },
}));
vi.mock("./sound", () => ({
  Sound: class {
    stop(): void {}
  },
}));

/** A recorder whose pieces the test makes. */
class FakeMedia extends EventTarget {
  static last: FakeMedia;
  static isTypeSupported = (): boolean => true;
  state = "inactive";

  constructor() {
    super();
    FakeMedia.last = this;
  }

  start(): void {
    this.state = "recording";
  }

  piece(): void {
    this.dispatchEvent(Object.assign(new Event("dataavailable"), { data: new Blob(["piece"]) }));
  }

  stop(): void {
    this.state = "inactive";
    this.piece();
    this.dispatchEvent(new Event("stop"));
  }
}

beforeEach(() => {
  asked.length = 0;
  vi.stubGlobal("MediaRecorder", FakeMedia);
  vi.stubGlobal("MediaStream", class {});
});

afterEach(() => vi.unstubAllGlobals());

test("a browser without space says so once, keeps what there is, and the recording is finished", async () => {
  const kept: number[] = [];
  const store = {
    ...inMemory(),
    put: async ({ n }: Piece) => {
      if (n > 0) throw new DOMException("full", "QuotaExceededError");
      kept.push(n);
    },
  };
  const recorder = new Recorder(7, 0, false, store);
  const told: string[] = [];
  const crowded = new Promise<void>((resolve) =>
    recorder.events.on("crowded", () => {
      told.push("crowded");
      resolve();
    }),
  );
  recorder.events.on("ended", () => told.push("ended"));
  for (let n = 0; n < 3; n += 1) FakeMedia.last.piece();
  await crowded;
  await recorder.stop();
  expect(kept).toEqual([0]);
  expect(told).toEqual(["crowded", "ended"]);
  expect(asked.at(-1)).toBe("recording.finish");
});

test("a recording is finished also when what is kept cannot be read", async () => {
  const unread = async (): Promise<never> => {
    throw new DOMException("gone", "InvalidStateError");
  };
  const recorder = new Recorder(7, 0, false, { ...inMemory(), first: unread });
  const ended = vi.fn();
  recorder.events.on("ended", ended);
  // Nothing more is made, so that it is the look at the store that fails.
  FakeMedia.last.state = "inactive";
  await expect(recorder.stop()).rejects.toThrow("gone");
  expect(asked.at(-1)).toBe("recording.finish");
  expect(ended).toHaveBeenCalled();
});
