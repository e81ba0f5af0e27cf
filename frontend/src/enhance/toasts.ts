const SHOWN = 6000; // ms; long enough to read two sentences

export type ToastKind = "info" | "success" | "error";

/** What can be done about it at once. */
export interface ToastAction {
  readonly name: string;
  act(): void;
}

/** Tell something in passing; screen readers hear it when they are free. */
export function toast(text: string, kind: ToastKind = "info", action: ToastAction | null = null): void {
  const region = document.querySelector<HTMLElement>("#toasts");
  if (region === null || text === "") return;
  const note = document.createElement("div");
  note.className = "toast-note";
  note.dataset.kind = kind;
  note.textContent = text;
  if (action) note.append(actionButton(action, note));
  region.append(note);
  raise(region);
  setTimeout(() => {
    note.remove();
    if (region.childElementCount === 0) lower(region);
  }, SHOWN);
}

/** Above whatever dialog or menu was opened last: both lie in the browser's top layer. */
function raise(region: HTMLElement): void {
  if (!("showPopover" in region) || !region.isConnected) return;
  lower(region);
  region.showPopover();
}

function lower(region: HTMLElement): void {
  if ("showPopover" in region && region.matches(":popover-open")) region.hidePopover();
}

function actionButton({ name, act }: ToastAction, note: HTMLElement): HTMLElement {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "toast-action";
  button.textContent = name;
  button.addEventListener("click", () => {
    note.remove();
    act();
  });
  return button;
}

/** Without scripts messages stand at the top of the page; with them they are toasts. */
export function enhanceToasts(page: ParentNode): void {
  for (const list of page.querySelectorAll("[data-messages]")) {
    for (const item of list.querySelectorAll<HTMLElement>("[data-kind]")) {
      toast(item.textContent?.trim() ?? "", item.dataset.kind === "error" ? "error" : "info");
    }
    list.remove();
  }
}

/** The server asks for a toast by the header HX-Trigger. */
document.addEventListener("samovar:toast", (event) => {
  const { text, kind } = (event as CustomEvent<{ text?: string; kind?: ToastKind }>).detail;
  toast(text ?? "", kind ?? "info");
});
