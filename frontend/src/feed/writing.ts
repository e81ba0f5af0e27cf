import { t, tn } from "../lib/i18n";

const TOLD = 300; // characters that are left when it is said how many

/** What helps where one writes: Ctrl+Enter sends, and near the end it is said how much is left. */
export function enhanceWriting(): void {
  document.addEventListener("keydown", (event) => {
    const field = writtenIn(event.target);
    if (!field || event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.isComposing) return;
    event.preventDefault();
    field.form?.requestSubmit();
  });
  document.addEventListener("input", ({ target }) => {
    const field = writtenIn(target);
    if (field) showLeft(field);
  });
  document.addEventListener("reset", ({ target }) => {
    if (target instanceof HTMLFormElement) target.querySelector(".field-left")?.remove();
  });
}

/** The field of a post or comment in which something happens. */
export function writtenIn(target: EventTarget | null): HTMLTextAreaElement | null {
  if (!(target instanceof HTMLTextAreaElement) || target.name !== "text") return null;
  return target.closest(".comment-form, form[data-composer]") ? target : null;
}

/** Text that is pasted is cut off where the field ends: nobody is to find out later. */
function showLeft(field: HTMLTextAreaElement): void {
  const left = field.maxLength - field.value.length;
  const shown = field.form?.querySelector<HTMLElement>(".field-left");
  if (field.maxLength < 0 || left > TOLD) {
    shown?.remove();
    return;
  }
  const words = tn("{n} character left", "{n} characters left", left);
  const note = shown ?? document.createElement("p");
  note.className = "field-left hint";
  // Heard when it begins and at the end, not at each key.
  note.ariaLive = left === 0 || !shown ? "polite" : "off";
  if (!shown) (field.closest(".post-composer-top") ?? field).after(note);
  note.textContent = left === 0 ? t("No more characters fit.") : words;
}
