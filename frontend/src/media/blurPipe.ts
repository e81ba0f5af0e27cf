/** Sends the pictures of a camera through the worker that blurs them, and makes a track of what comes back. */

import model from "@mediapipe/selfie_segmentation/selfie_segmentation_landscape.tflite?url";
import runtime from "tflite/tflite-simd.wasm?url";

/** What a worker is told, first `begin`. */
export type ToBlur =
  | {
      readonly kind: "begin";
      readonly model: string;
      readonly runtime: string;
      /** Where the browser gives pictures to workers; else they come one by one, as `picture`. */
      readonly from?: ReadableStream<VideoFrame>;
      readonly to?: WritableStream<VideoFrame>;
    }
  | { readonly kind: "picture"; readonly bitmap: ImageBitmap };

/** What it says: `flows` with the first picture that is blurred, `next` when it wants one. */
export type FromBlur =
  | { readonly kind: "flows" }
  | { readonly kind: "next" }
  | { readonly kind: "slow" }
  | { readonly kind: "failed" }
  | { readonly kind: "picture"; readonly bitmap: ImageBitmap };

export interface Pipe {
  readonly track: MediaStreamTrack;
  /** True as soon as blurred pictures come out of `track`. */
  readonly flows: Promise<boolean>;
  readonly broken: Promise<"slow" | "unblurred">;
  close(): void;
}

/** Chromium's way of giving the pictures of a track to a worker and of taking them back. */
interface Streams {
  readonly MediaStreamTrackProcessor?: new (given: {
    track: MediaStreamTrack;
  }) => { readonly readable: ReadableStream<VideoFrame> };
  readonly MediaStreamTrackGenerator?: new (given: {
    kind: "video";
  }) => MediaStreamTrack & { readonly writable: WritableStream<VideoFrame> };
}

/** How long the model may take to be loaded and to blur its first picture. */
const PATIENCE_MS = 20_000;

export function pipesAreThere(): boolean {
  const parts = typeof OffscreenCanvas === "function" && typeof Worker === "function";
  return parts && typeof WebAssembly === "object" && (streamsAreThere() || canvasIsCaptured());
}

function streamsAreThere(): boolean {
  return "MediaStreamTrackProcessor" in window && "MediaStreamTrackGenerator" in window;
}

/** Asked of the prototype, which browsers without it do not have. */
function canvasIsCaptured(): boolean {
  return "captureStream" in HTMLCanvasElement.prototype;
}

export function pipeOf(camera: MediaStreamTrack): Pipe {
  const worker = new Worker(new URL("./blur.worker.ts", import.meta.url), { type: "module" });
  const ways: Streams = window as unknown as Streams;
  const say = (word: ToBlur, things: Transferable[] = []): void => worker.postMessage(word, things);
  const { MediaStreamTrackProcessor: Processor, MediaStreamTrackGenerator: Generator } = ways;
  const end =
    Processor && Generator
      ? byStreams(new Processor({ track: camera }), new Generator({ kind: "video" }), say)
      : byCanvas(camera, say);
  end.track.contentHint = "motion";
  const close = (): void => {
    worker.terminate();
    end.close();
  };
  return { track: end.track, ...hearing(worker, end), close };
}

interface End {
  readonly track: MediaStreamTrack;
  /** What the worker asks of the page, where pictures do not flow by themselves. */
  readonly hear: (word: FromBlur) => void;
  readonly close: () => void;
}

function hearing(worker: Worker, end: End): Pick<Pipe, "flows" | "broken"> {
  let flow: (now: boolean) => void = () => undefined;
  let fall: (why: "slow" | "unblurred") => void = () => undefined;
  const flows = new Promise<boolean>((resolve) => {
    flow = resolve;
  });
  const broken = new Promise<"slow" | "unblurred">((resolve) => {
    fall = resolve;
  });
  const late = window.setTimeout(() => fall("unblurred"), PATIENCE_MS);
  worker.addEventListener("error", () => fall("unblurred"));
  worker.addEventListener("message", ({ data }: MessageEvent<FromBlur>) => {
    end.hear(data);
    if (data.kind === "slow") fall("slow");
    else if (data.kind === "failed") fall("unblurred");
    else if (data.kind === "flows") {
      window.clearTimeout(late);
      flow(true);
    }
  });
  return { flows, broken };
}

type Say = (word: ToBlur, things?: Transferable[]) => void;

function byStreams(
  { readable }: { readable: ReadableStream<VideoFrame> },
  track: MediaStreamTrack & { readonly writable: WritableStream<VideoFrame> },
  say: Say,
): End {
  const { writable } = track;
  say({ kind: "begin", model, runtime, from: readable, to: writable }, [readable, writable]);
  return { track, hear: () => undefined, close: () => undefined };
}

/** The worker keeps the time, also while the page is hidden; the page only hands over what the camera shows. */
function byCanvas(camera: MediaStreamTrack, say: Say): End {
  const video = document.createElement("video");
  video.muted = true;
  video.playsInline = true;
  video.srcObject = new MediaStream([camera]);
  video.play().catch(() => undefined);
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { alpha: false });
  const [track] = canvas.captureStream().getVideoTracks();
  if (!context || !track) throw new Error("this browser draws no pictures");
  const hand = async (): Promise<void> => {
    if (!video.videoWidth) return;
    const bitmap = await createImageBitmap(video);
    say({ kind: "picture", bitmap }, [bitmap]);
  };
  const draw = (bitmap: ImageBitmap): void => {
    if (canvas.width !== bitmap.width) canvas.width = bitmap.width;
    if (canvas.height !== bitmap.height) canvas.height = bitmap.height;
    context.drawImage(bitmap, 0, 0);
    bitmap.close();
  };
  say({ kind: "begin", model, runtime });
  return {
    track,
    hear: (word) => {
      if (word.kind === "picture") draw(word.bitmap);
      // One that cannot be taken is missed; the next is asked for in any case.
      else if (word.kind === "next") hand().catch(() => undefined);
    },
    close: () => {
      video.srcObject = null;
    },
  };
}
