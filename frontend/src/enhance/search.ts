import type { SearchScope } from "../islands/search/dialog";
import { TypedAhead } from "../lib/typedAhead";

/** Ctrl-K (⌘K) and every `[data-search]` open the dialog; its code is fetched when it is first wanted. */
export function enhanceSearch(): void {
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey)) return;
    if (event.altKey || event.shiftKey || event.defaultPrevented || !hasAccount()) return;
    event.preventDefault();
    void openSearch(null);
  });
  document.addEventListener("click", (event) => {
    const button =
      event.target instanceof Element ? event.target.closest<HTMLElement>("[data-search]") : null;
    if (button) void openSearch(scopeOf(button));
  });
}

function scopeOf({ dataset }: HTMLElement): SearchScope | null {
  return dataset.room ? { room: Number(dataset.room), name: dataset.roomName ?? "" } : null;
}

/** A guest has one room and nowhere else to go. */
function hasAccount(): boolean {
  return document.documentElement.dataset.shell === "rail";
}

async function openSearch(scope: SearchScope | null): Promise<void> {
  const ahead = new TypedAhead();
  try {
    const { SearchDialog } = await import("../islands/search/index");
    const found = document.querySelector("samovar-search");
    const dialog = found instanceof SearchDialog ? found : new SearchDialog();
    if (!dialog.isConnected) document.querySelector("#shell-live")?.append(dialog);
    await dialog.open(scope, ahead);
  } finally {
    ahead.stop();
  }
}
