/** Comment unfolds what is said under a post, in place; the first time it is fetched. */
export function enhanceThreads(): void {
  document.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    const button = event.target.closest<HTMLElement>("[data-unfold]");
    const thread = document.querySelector<HTMLElement>(`#${button?.getAttribute("aria-controls") ?? "none"}`);
    if (!button || !thread) return;
    const open = button.ariaExpanded !== "true";
    button.ariaExpanded = String(open);
    thread.hidden = !open;
    if (open && !thread.hasChildNodes()) button.dispatchEvent(new CustomEvent("samovar:unfold"));
  });
}
