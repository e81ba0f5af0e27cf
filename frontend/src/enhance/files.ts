/** Says which file was chosen, beside the label that looks like a button. */
export function enhanceFileFields(): void {
  document.addEventListener("change", ({ target }) => {
    if (target instanceof HTMLInputElement && target.type === "file") tell(target);
  });
  document.addEventListener("reset", ({ target }) => {
    if (!(target instanceof HTMLFormElement)) return;
    for (const name of target.querySelectorAll(".file-name")) name.textContent = "";
  });
}

function tell(field: HTMLInputElement): void {
  const shown = field.closest(".file-field")?.querySelector(".file-name");
  if (shown) shown.textContent = [...(field.files ?? [])].map(({ name }) => name).join(", ");
}
