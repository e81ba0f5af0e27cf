import { formatNumber } from "../lib/i18n";

interface RequestDetail {
  elt: Element;
}

/** A heart fills at once; when the server says no, it is as before. The answer brings the true count. */
export function enhanceLikes(): void {
  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = likeForm(event);
    if (form) turn(form);
  });
  for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(failure, (event) => {
      const form = likeForm(event);
      if (form) turn(form);
    });
  }
}

function likeForm(event: Event): HTMLFormElement | null {
  const { elt } = (event as CustomEvent<RequestDetail>).detail;
  return elt instanceof HTMLFormElement && elt.parentElement?.matches("[data-likes]") ? elt : null;
}

/** Shows the other state, and one more or one less. */
export function turn(form: HTMLFormElement): void {
  const button = form.querySelector("button");
  const count = form.parentElement?.querySelector<HTMLElement>("[data-like-count]");
  if (!button || !count) return;
  const liked = button.ariaPressed !== "true";
  const now = Number(count.dataset.likeCount ?? 0) + (liked ? 1 : -1);
  button.ariaPressed = String(liked);
  count.dataset.likeCount = String(now);
  count.textContent = formatNumber(now);
}
