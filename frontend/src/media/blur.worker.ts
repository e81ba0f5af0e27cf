/** Blurs what is behind a person, picture by picture: MediaPipe's model finds the person, TensorFlow Lite runs it. */

import createLite, { type Lite } from "tflite/tflite-simd.js";
import { Pace } from "./blurPace";
import type { FromBlur, ToBlur } from "./blurPipe";
import { settleMask, soften } from "./blurSoften";

const LONGEST_SIDE = 960;
const EVERY_MS = 1000 / 20;
/** Cameras are not exact; without this every second picture of one with 20 a second would be left out. */
const SLACK_MS = 8;

type Context = OffscreenCanvasRenderingContext2D;
type Picture = VideoFrame | ImageBitmap;
interface Size {
  readonly width: number;
  readonly height: number;
}
type Box = readonly [x: number, y: number, width: number, height: number];

function contextOf(width: number, height: number, options?: CanvasRenderingContext2DSettings): Context {
  const context = new OffscreenCanvas(width, height).getContext("2d", options);
  if (!context) throw new Error("this browser draws no pictures here");
  return context;
}

async function bytesOf(url: string): Promise<ArrayBuffer> {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
  return await answer.arrayBuffer();
}

class Painter {
  private readonly width: number;
  private readonly height: number;
  private readonly small: Context;
  private readonly cut: Context;
  private readonly soft: Context;
  private readonly whole: Context;
  private readonly alpha: ImageData;
  private readonly mask: Float32Array;
  private readonly coarse: Float32Array;

  constructor(private readonly lite: Lite) {
    this.width = lite._getInputWidth();
    this.height = lite._getInputHeight();
    this.small = contextOf(this.width, this.height, { willReadFrequently: true });
    this.cut = contextOf(this.width, this.height);
    this.soft = contextOf(this.width / 2, this.height / 2, { willReadFrequently: true });
    this.whole = contextOf(this.width, this.height);
    this.alpha = new ImageData(this.width, this.height);
    this.mask = new Float32Array(this.width * this.height);
    this.coarse = new Float32Array(this.mask.length / 4);
  }

  /** The picture with its background blurred; the canvas is the same each time. */
  paint(picture: Picture, size: Size): OffscreenCanvas {
    const { small, whole, width, height } = this;
    const box = this.fit(size);
    // The model knows people as they are, not drawn out; beside a narrower picture stands something like it.
    small.drawImage(picture, 0, 0, width, height);
    small.drawImage(picture, ...box);
    this.find(small.getImageData(0, 0, width, height).data);
    this.spread();
    this.cut.putImageData(this.alpha, 0, 0);
    const { canvas } = whole;
    const scale = Math.min(1, LONGEST_SIDE / Math.max(size.width, size.height));
    const [across, down] = [even(size.width * scale), even(size.height * scale)];
    if (canvas.width !== across) canvas.width = across;
    if (canvas.height !== down) canvas.height = down;
    whole.globalCompositeOperation = "copy";
    whole.drawImage(this.cut.canvas, ...box, 0, 0, across, down);
    whole.globalCompositeOperation = "source-in";
    whole.drawImage(picture, 0, 0, across, down);
    whole.globalCompositeOperation = "destination-over";
    whole.drawImage(this.soft.canvas, ...halved(box), 0, 0, across, down);
    return canvas;
  }

  /** What is behind, at half the size: of something so soft nobody sees more. */
  private spread(): void {
    const [width, height] = [this.width / 2, this.height / 2];
    for (let at = 0; at < this.coarse.length; at += 1)
      this.coarse[at] = this.mask[Math.floor(at / width) * 2 * this.width + (at % width) * 2] ?? 0;
    this.soft.drawImage(this.small.canvas, 0, 0, width, height);
    const pixels = this.soft.getImageData(0, 0, width, height);
    soften(pixels.data, this.coarse, width, height);
    this.soft.putImageData(pixels, 0, 0);
  }

  /** Where in the model's picture one of this size lies. */
  private fit(size: Size): Box {
    const scale = Math.min(this.width / size.width, this.height / size.height);
    const [width, height] = [size.width * scale, size.height * scale];
    return [(this.width - width) / 2, (this.height - height) / 2, width, height];
  }

  /** Where the person is, into `mask` and the opacity of `alpha`. */
  private find(pixels: Uint8ClampedArray): void {
    const { lite, mask, alpha } = this;
    const input = lite._getInputMemoryOffset() / 4;
    for (let at = 0; at < mask.length; at += 1)
      for (let colour = 0; colour < 3; colour += 1)
        lite.HEAPF32[input + at * 3 + colour] = (pixels[at * 4 + colour] ?? 0) / 255;
    if (lite._runInference() !== 0) throw new Error("the model does not run");
    const output = lite._getOutputMemoryOffset() / 4;
    settleMask(mask, lite.HEAPF32.subarray(output, output + mask.length));
    for (let at = 0; at < mask.length; at += 1) alpha.data[at * 4 + 3] = (mask[at] ?? 0) * 255;
  }
}

function halved([x, y, width, height]: Box): Box {
  return [x / 2, y / 2, width / 2, height / 2];
}

/** Video wants even sides. */
function even(length: number): number {
  return Math.max(2, Math.round(length / 2) * 2);
}

class Blurrer {
  private readonly pace = new Pace();
  private flowing = false;

  private constructor(private readonly painter: Painter) {}

  static async load(model: string, runtime: string): Promise<Blurrer> {
    const [wasmBinary, weights] = await Promise.all([bytesOf(runtime), bytesOf(model)]);
    const lite = await createLite({ wasmBinary, print: () => undefined, printErr: () => undefined });
    lite.HEAPU8.set(new Uint8Array(weights), lite._getModelBufferMemoryOffset());
    if (lite._loadModel(weights.byteLength) !== 0 || lite._getOutputChannelCount() !== 1)
      throw new Error("this is not the model");
    return new Blurrer(new Painter(lite));
  }

  /** Paint, and say when the first is out and when it goes too slowly. `out` takes the canvas. */
  async pass(
    picture: Picture,
    size: Size,
    out: (canvas: OffscreenCanvas) => Promise<void> | void,
  ): Promise<void> {
    const began = performance.now();
    await out(this.painter.paint(picture, size));
    const now = performance.now();
    if (!this.flowing) say({ kind: "flows" });
    else if (this.pace.tooSlow(now - began, now)) say({ kind: "slow" });
    this.flowing = true;
  }
}

function say(word: FromBlur, things: Transferable[] = []): void {
  self.postMessage(word, { transfer: things });
}

async function pump(
  blurrer: Blurrer,
  from: ReadableStream<VideoFrame>,
  to: WritableStream<VideoFrame>,
): Promise<void> {
  const [reader, writer] = [from.getReader(), to.getWriter()];
  let due = 0;
  for (;;) {
    const { value: frame, done } = await reader.read();
    if (done) break;
    const now = performance.now();
    try {
      if (now < due - SLACK_MS) continue;
      due = Math.max(due + EVERY_MS, now);
      const size = { width: frame.displayWidth, height: frame.displayHeight };
      const { timestamp } = frame;
      await blurrer.pass(frame, size, (canvas) => writer.write(new VideoFrame(canvas, { timestamp })));
    } finally {
      frame.close();
    }
  }
  await writer.close();
}

/** Pictures come when asked for: one at a time, and not before the last is done. */
function ask(blurrer: Blurrer): void {
  let busy = false;
  self.addEventListener("message", ({ data }: MessageEvent<ToBlur>) => {
    if (data.kind !== "picture") return;
    const { bitmap } = data;
    busy = true;
    const send = (canvas: OffscreenCanvas): void => {
      const done = canvas.transferToImageBitmap();
      say({ kind: "picture", bitmap: done }, [done]);
    };
    blurrer
      .pass(bitmap, bitmap, send)
      .catch(() => say({ kind: "failed" }))
      .finally(() => {
        bitmap.close();
        busy = false;
      });
  });
  setInterval(() => {
    if (!busy) say({ kind: "next" });
  }, EVERY_MS);
}

async function begin(word: Extract<ToBlur, { kind: "begin" }>): Promise<void> {
  const blurrer = await Blurrer.load(word.model, word.runtime);
  if (word.from && word.to) await pump(blurrer, word.from, word.to);
  else ask(blurrer);
}

self.addEventListener("message", ({ data }: MessageEvent<ToBlur>) => {
  if (data.kind === "begin") begin(data).catch(() => say({ kind: "failed" }));
});
