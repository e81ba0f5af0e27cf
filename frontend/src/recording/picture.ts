/** Draws the call as people see it on a canvas, also while the page is hidden. */

import { arrange } from "../islands/call/state";
import { faceClass, initials } from "../lib/avatar";
import type { Tile } from "../media/call";
import { callSession } from "../media/session";
import { compose, HEIGHT, type Part, placed, WIDTH } from "./scene";

const FRAME_MS = 50;
const RADIUS = 14;
const BOARD = "samovar-board canvas.excalidraw__canvas.static";
const HUE = 45; // degrees between the colours of two faces
const FONT = "600 18px Inter, Vazirmatn, system-ui, sans-serif";

export class Picture {
  readonly track: MediaStreamTrack;
  private readonly canvas = document.createElement("canvas");
  private readonly context: CanvasRenderingContext2D;
  private readonly videos = new Map<MediaStream, HTMLVideoElement>();
  private readonly photos = new Map<string, HTMLImageElement>();
  private readonly clock = new Worker(new URL("./clock.worker.ts", import.meta.url), { type: "module" });

  constructor(private readonly watching: boolean) {
    this.canvas.width = WIDTH;
    this.canvas.height = HEIGHT;
    const context = this.canvas.getContext("2d", { alpha: false });
    const [track] = this.canvas.captureStream(0).getVideoTracks();
    if (!context || !track) throw new Error("this browser draws no pictures");
    this.context = context;
    this.track = track;
    this.clock.addEventListener("message", () => this.draw());
    this.clock.postMessage(FRAME_MS);
    this.draw();
  }

  stop(): void {
    this.clock.terminate();
    this.track.stop();
    for (const stream of [...this.videos.keys()]) this.drop(stream);
  }

  private draw(): void {
    const { context } = this;
    const tiles = callSession.tiles.filter((tile) => !(this.watching && tile.me));
    const shown = tiles.length > 0 ? arrange(tiles, callSession.leading, true) : null;
    const board = document.querySelector<HTMLCanvasElement>(BOARD);
    context.fillStyle = "#131110";
    context.fillRect(0, 0, WIDTH, HEIGHT);
    const parts = shown ? compose(shown, board !== null) : [];
    this.keep(parts);
    for (const part of parts) this.drawPart(part, board);
    if (this.track instanceof CanvasCaptureMediaStreamTrack) this.track.requestFrame();
  }

  /** Hold a video for exactly what is shown. */
  private keep(parts: readonly Part[]): void {
    const wanted = new Set(parts.flatMap((part) => streamOf(part) ?? []));
    for (const stream of [...this.videos.keys()]) if (!wanted.has(stream)) this.drop(stream);
    for (const stream of wanted) {
      if (this.videos.has(stream)) continue;
      const video = document.createElement("video");
      video.muted = true;
      video.playsInline = true;
      video.srcObject = stream;
      video.play().catch(() => undefined);
      this.videos.set(stream, video);
    }
  }

  private drop(stream: MediaStream): void {
    const video = this.videos.get(stream);
    this.videos.delete(stream);
    if (video) video.srcObject = null;
  }

  private drawPart(part: Part, board: HTMLCanvasElement | null): void {
    const { context } = this;
    context.save();
    context.beginPath();
    context.roundRect(part.x, part.y, part.width, part.height, RADIUS);
    context.clip();
    context.fillStyle = part.kind === "board" ? "#ffffff" : "#262320";
    context.fillRect(part.x, part.y, part.width, part.height);
    const stream = streamOf(part);
    const source = part.kind === "board" ? board : stream && this.videos.get(stream);
    if (!this.drawSource(source ?? null, part) && part.tile) this.drawFace(part, part.tile);
    context.restore();
    if (part.tile) this.drawName(part, part.tile);
    if (part.tile?.speaking && part.kind === "camera") this.frame(part);
  }

  private drawSource(source: HTMLVideoElement | HTMLCanvasElement | null, part: Part): boolean {
    if (!source) return false;
    const [width, height] =
      source instanceof HTMLVideoElement
        ? [source.videoWidth, source.videoHeight]
        : [source.width, source.height];
    if (!width || !height) return false;
    const box = placed({ width, height }, part, part.kind !== "camera");
    this.context.drawImage(source, box.x, box.y, box.width, box.height);
    return true;
  }

  private drawFace(part: Part, tile: Tile): void {
    const { context } = this;
    const radius = Math.min(part.width, part.height) / 4.5;
    const [x, y] = [part.x + part.width / 2, part.y + part.height / 2];
    context.fillStyle = `hsl(${Number(faceClass(tile.person.name).slice(-1)) * HUE} 38% 42%)`;
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fill();
    const photo = this.photo(tile.person.avatar);
    if (photo) {
      context.clip();
      context.drawImage(photo, x - radius, y - radius, 2 * radius, 2 * radius);
      return;
    }
    context.fillStyle = "#ffffff";
    context.font = `600 ${Math.round(radius * 0.8)}px Inter, Vazirmatn, system-ui, sans-serif`;
    context.textAlign = "center";
    context.textBaseline = "middle";
    context.fillText(initials(tile.person.name), x, y);
  }

  /** Somebody's own picture, once it is loaded. */
  private photo(path: string | null | undefined): HTMLImageElement | null {
    if (!path) return null;
    const known = this.photos.get(path);
    if (known) return known.naturalWidth > 0 ? known : null;
    const image = new Image();
    image.src = path;
    this.photos.set(path, image);
    return null;
  }

  private drawName(part: Part, tile: Tile): void {
    const { context } = this;
    context.font = FONT;
    const most = part.width - 40;
    const width = Math.min(context.measureText(tile.person.name).width, most);
    const [x, y] = [part.x + 10, part.y + part.height - 40];
    context.fillStyle = "rgb(19 17 16 / 78%)";
    context.beginPath();
    context.roundRect(x, y, width + 20, 30, 8);
    context.fill();
    context.fillStyle = "#f2ede6";
    context.textAlign = "left";
    context.textBaseline = "middle";
    context.fillText(tile.person.name, x + 10, y + 16, most);
  }

  private frame(part: Part): void {
    const { context } = this;
    context.strokeStyle = "#4c8dff";
    context.lineWidth = 4;
    context.beginPath();
    context.roundRect(part.x, part.y, part.width, part.height, RADIUS);
    context.stroke();
  }
}

function streamOf(part: Part): MediaStream | null {
  if (!part.tile || part.kind === "board") return null;
  return part.tile.streams[part.kind];
}
