import { html, render } from "lit";
import { t } from "../lib/i18n";
import { icon } from "../lib/icons";

/** Likers and large pictures open over the page; without scripts their links lead to pages. */
export function enhanceDialogs(): void {
  const holder = document.createElement("div");
  document.body.append(holder);
  render(
    html`<dialog class="modal" aria-labelledby="dialog-title" data-dialog>
        <div class="modal-box">
          <button class="btn btn-ghost btn-sm btn-square dialog-close" aria-label=${t("Close")} data-close>
            ${icon("x", "icon-s")}
          </button>
          <div id="dialog-body"></div>
        </div>
      </dialog>
      <dialog class="viewer-dialog" aria-label=${t("Picture")} data-dialog>
        <div id="viewer" class="viewer"></div>
      </dialog>`,
    holder,
  );
  for (const dialog of holder.querySelectorAll<HTMLDialogElement>("dialog")) start(dialog);
}

function start(dialog: HTMLDialogElement): void {
  // Settled: its links are htmx's by now, so that a quick key does not load a page.
  dialog.addEventListener("htmx:afterSettle", () => {
    if (!dialog.open && dialog.querySelector("#viewer, #dialog-body")?.hasChildNodes()) dialog.showModal();
  });
  dialog.addEventListener(
    "click",
    (event) => {
      if (!(event.target instanceof Element)) return;
      const closes =
        event.target === dialog || event.target.closest("[data-close], [data-close-viewer]") !== null;
      if (!closes) return;
      event.preventDefault();
      event.stopPropagation();
      dialog.close();
    },
    { capture: true },
  );
  dialog.addEventListener("keydown", (event) => {
    const step = steps(event.key);
    if (step) dialog.querySelector<HTMLElement>(`[data-step="${step}"]`)?.click();
  });
  // A page that is left takes its dialogs along.
  document.addEventListener("htmx:beforeRequest", (event) => {
    const { boosted } = (event as CustomEvent<{ boosted?: boolean }>).detail;
    if (boosted && dialog.open) dialog.close();
  });
}

function steps(key: string): "previous" | "next" | null {
  const forward = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
  if (key === forward) return "next";
  return key === "ArrowLeft" || key === "ArrowRight" ? "previous" : null;
}
