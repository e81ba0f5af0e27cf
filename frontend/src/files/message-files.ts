import "./files.css";
import "./voice.css";
import "./voice-player";
import { html, nothing, type TemplateResult } from "lit";
import type { FileView } from "../generated/wire";
import { t } from "../lib/i18n";
import { icon } from "../lib/icons";
import { sizeText } from "./sizes";
import { addressOf } from "./trays";

/** The most pixels of a picture alone in its message, and of a video. */
const SHOWN = 360;
const SMALL = 480;
const MIDDLE = 1280;

/** The files of a message: pictures together, then what is played, then what is saved. */
export function filesView(room: number, files: readonly FileView[]): TemplateResult | typeof nothing {
  if (files.length === 0) return nothing;
  const pictures = files.filter((file) => file.kind === "picture");
  const others = files.filter((file) => file.kind !== "picture");
  return html`<div class="files">
    ${pictures.length > 0 ? gridView(room, pictures) : nothing} ${others.map((file) => fileView(room, file))}
  </div>`;
}

function gridView(room: number, pictures: readonly FileView[]): TemplateResult {
  return html`<div class="files-grid" data-count=${Math.min(pictures.length, 5)}>
    ${pictures.map((picture, place) => pictureView(room, pictures, picture, place))}
  </div>`;
}

function pictureView(
  room: number,
  pictures: readonly FileView[],
  picture: FileView,
  place: number,
): TemplateResult {
  const address = addressOf(room, picture.id);
  const name = picture.alt || picture.name;
  const { width, height } = fitted(picture.width ?? SHOWN, picture.height ?? SHOWN);
  return html`<button type="button" class="files-picture" aria-label=${t("Open picture {name}", { name })}
    title=${name} @click=${() => void show(room, pictures, place)}>
    <img src="${address}${SMALL}.webp" srcset="${address}${SMALL}.webp 1x, ${address}${MIDDLE}.webp 2x" alt=${name}
      width=${width} height=${height} loading="lazy" decoding="async"
      @error=${lost} />
    <span class="files-lost">${icon("eye-off")}<span>${t("This picture cannot be shown.")}</span></span>
  </button>`;
}

/** The measures at which a picture is drawn: known before it comes, so that nothing jumps. */
function fitted(width: number, height: number): { width: number; height: number } {
  const share = Math.min(1, SHOWN / width, SHOWN / height);
  return { width: Math.max(48, Math.round(width * share)), height: Math.max(36, Math.round(height * share)) };
}

async function show(room: number, pictures: readonly FileView[], place: number): Promise<void> {
  const { openLightbox } = await import("./lightbox");
  openLightbox(
    pictures.map((picture) => ({ ...picture, address: addressOf(room, picture.id) })),
    place,
  );
}

/** It was deleted, or is kept from the viewer: a sentence instead of a broken picture. */
function lost(event: Event): void {
  if (event.target instanceof Element)
    event.target.closest(".files-picture, .files-media")?.classList.add("is-lost");
}

function fileView(room: number, file: FileView): TemplateResult {
  const address = addressOf(room, file.id);
  if (file.kind === "voice") {
    return html`<samovar-voice .file=${file} .address=${address}></samovar-voice>`;
  }
  if (file.kind === "video") return videoView(address, file);
  if (file.kind === "sound") return soundView(address, file);
  return cardView(address, file);
}

function videoView(address: string, file: FileView): TemplateResult {
  const { width, height } = fitted(file.width ?? SHOWN, file.height ?? (SHOWN * 9) / 16);
  return html`<div class="files-media">
    <video class="files-video" controls preload="metadata" playsinline src=${address} aria-label=${file.name}
      width=${width} height=${height} @error=${lost}></video>
    <span class="files-lost">${icon("eye-off")}<span>${t("This video cannot be shown.")}</span></span>
    ${captionView(address, file)}
  </div>`;
}

function soundView(address: string, file: FileView): TemplateResult {
  return html`<div class="files-media files-sound">
    ${captionView(address, file)}
    <audio controls preload="metadata" src=${address} aria-label=${file.name}></audio>
  </div>`;
}

/**
 * "5 kB" in its language's own direction, also in a bubble that runs the other way. By the element, not by a
 * sign before the text: Chromium tears the first digit off a number behind such a sign.
 */
function sizeView({ size }: FileView): TemplateResult {
  return html`<span class="files-size" dir="auto">${sizeText(size)}</span>`;
}

function captionView(address: string, file: FileView): TemplateResult {
  return html`<span class="files-caption"><bdi>${file.name}</bdi>${sizeView(file)}
    <a class="chat-tool" href="${address}?download" download aria-label=${t("Download {name}", { name: file.name })}
      title=${t("Download {name}", { name: file.name })}>${icon("download", "icon-s")}</a></span>`;
}

/** A file that is only saved. */
export function cardView(address: string, file: FileView): TemplateResult {
  return html`<a class="files-card" href="${address}?download" download
    aria-label=${t("Download {name}", { name: file.name })}>
    <span class="files-card-sign">${icon("file-text")}</span>
    <span class="files-card-text"><bdi>${file.name}</bdi>${sizeView(file)}</span>
    ${icon("download", "icon-s")}
  </a>`;
}
