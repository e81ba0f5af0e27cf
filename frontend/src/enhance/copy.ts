import { copyText } from "../lib/dom";
import { t } from "../lib/i18n";
import { toast } from "./toasts";

/** A button with `data-copy="id"` puts the text of that element on the clipboard. */
export function enhanceCopies(): void {
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-copy]") : null;
    const source = button && document.getElementById(button.dataset.copy ?? "");
    if (source) void copy(source);
  });
}

async function copy(source: HTMLElement): Promise<void> {
  if (await copyText(source.textContent?.trim() ?? "")) toast(t("Copied."), "success");
  // Not allowed here: the text is selected, so that a key does it.
  else getSelection()?.selectAllChildren(source);
}
