import { html, render } from "lit";
import type { FileView } from "../generated/wire";
import { formatNumber, t } from "../lib/i18n";
import { icon } from "../lib/icons";

/** A picture and where it is fetched. */
export type Shown = FileView & { address: string };

const SWIPED = 48; // pixels

/** Shows pictures over the whole window, the one at `place` first. Arrows and swipes turn, Escape ends. */
export function openLightbox(pictures: readonly Shown[], place: number): void {
  const dialog = document.createElement("dialog");
  dialog.className = "lightbox";
  dialog.dataset.theme = "dark";
  dialog.setAttribute("aria-label", t("Pictures"));
  let at = place;
  let begun = 0;
  const step = (by: number): void => {
    at = (at + by + pictures.length) % pictures.length;
    draw();
  };
  /** Towards the left is backwards, and forwards where one writes from right to left. */
  const toLeft = (): number => (getComputedStyle(dialog).direction === "rtl" ? 1 : -1);
  const draw = (): void => {
    const picture = pictures[at];
    if (picture)
      render(
        view(picture, at, pictures.length, step, () => dialog.close()),
        dialog,
      );
  };
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "ArrowLeft") step(toLeft());
    if (event.key === "ArrowRight") step(-toLeft());
  });
  dialog.addEventListener("pointerdown", (event) => {
    begun = event.clientX;
  });
  dialog.addEventListener("pointerup", (event) => {
    const way = event.clientX - begun;
    if (pictures.length > 1 && Math.abs(way) > SWIPED) step(way > 0 ? toLeft() : -toLeft());
  });
  dialog.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.matches(".lightbox, .lightbox-stage")) dialog.close();
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  draw();
  dialog.showModal();
}

function view(
  picture: Shown,
  at: number,
  count: number,
  step: (by: number) => void,
  close: () => void,
): unknown {
  const name = picture.alt || picture.name;
  const download = t("Download {name}", { name: picture.name });
  return html`<div class="lightbox-top">
      <bdi class="lightbox-name">${name}</bdi>
      ${count > 1 ? html`<span class="tabular" role="status">${t("{n} of {count}", { n: formatNumber(at + 1), count: formatNumber(count) })}</span>` : ""}
      <a class="room-icon" href="${picture.address}?download" download aria-label=${download} title=${download}>${icon("download")}</a>
      <button type="button" class="room-icon" aria-label=${t("Close")} title=${t("Close")} @click=${close}>${icon("x")}</button>
    </div>
    <div class="lightbox-stage">
      <img src="${picture.address}${Math.max(...picture.sides)}.webp" alt=${name}
        width=${picture.width ?? ""} height=${picture.height ?? ""} draggable="false" />
    </div>
    ${count > 1 ? arrows(step) : ""}`;
}

function arrows(step: (by: number) => void): unknown {
  return html`<button type="button" class="room-icon lightbox-before" aria-label=${t("Previous picture")}
      title=${t("Previous picture")} @click=${() => step(-1)}>${icon("chevron-left")}</button>
    <button type="button" class="room-icon lightbox-after" aria-label=${t("Next picture")}
      title=${t("Next picture")} @click=${() => step(1)}>${icon("chevron-right")}</button>`;
}
