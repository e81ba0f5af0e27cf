/** The theme changes at once; the form behind it tells the server, which remembers it in a cookie. */
export function enhanceTheme(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !("themeForm" in form.dataset)) return;
    const button = event.submitter;
    if (!(button instanceof HTMLButtonElement)) return;
    event.preventDefault();
    show(form, button);
    void remember(form, button.value);
  });
}

function show(form: HTMLFormElement, chosen: HTMLButtonElement): void {
  const root = document.documentElement;
  if (chosen.value === "system") delete root.dataset.theme;
  else root.dataset.theme = chosen.value;
  for (const button of form.querySelectorAll("button")) {
    button.setAttribute("aria-pressed", String(button === chosen));
  }
}

async function remember(form: HTMLFormElement, theme: string): Promise<void> {
  const body = new FormData(form);
  body.set("theme", theme);
  await fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => null);
}
