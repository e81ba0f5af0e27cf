import htmx from "htmx.org";
import { pageChanged } from "./page";

/** What htmx tells before it swaps; only the parts we use. */
interface BeforeSwap {
  boosted?: boolean;
  serverResponse: string;
  shouldSwap: boolean;
  selectOverride?: string;
  swapOverride?: string;
  target: Element;
  xhr: XMLHttpRequest;
}

const SWAP = "innerHTML show:window:top";

/** Links and forms swap only what is inside <main>: the socket and a running call live outside of it. */
export function startNavigation(): void {
  document.addEventListener("htmx:beforeSwap", (event) => {
    prepareSwap((event as CustomEvent<BeforeSwap>).detail);
  });
  document.addEventListener("htmx:beforeRequest", () => {
    document.documentElement.classList.add("is-loading");
  });
  document.addEventListener("htmx:afterRequest", () => {
    document.documentElement.classList.remove("is-loading");
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target instanceof Element) settled(event.target);
  });
  document.addEventListener("htmx:historyRestore", () => {
    settled(document.querySelector("#main"));
  });
  markCurrent();
}

function prepareSwap(swap: BeforeSwap): void {
  if (!swap.boosted) return;
  const main = document.querySelector("#main");
  if (main === null || !sameShell(swap.serverResponse)) {
    swap.shouldSwap = false;
    location.assign(swap.xhr.responseURL || location.href);
    return;
  }
  swap.target = main;
  swap.selectOverride = "#page";
  swap.swapOverride = SWAP;
}

/** Login and the entry of a guest have another frame: those are full loads. */
function sameShell(html: string): boolean {
  const shell = /<html[^>]*data-shell="(\w+)"/.exec(html)?.[1];
  return shell === document.documentElement.dataset.shell;
}

function settled(part: Element | null): void {
  if (part === null) return;
  pageChanged(part);
  if (part.id !== "main") return;
  closeMenus();
  markCurrent();
  if (!part.contains(document.activeElement)) (part as HTMLElement).focus({ preventScroll: true });
}

function closeMenus(): void {
  for (const menu of document.querySelectorAll<HTMLElement>("[popover]:popover-open")) menu.hidePopover();
}

/** The rail says where we are; data-nav holds the beginnings of the addresses that belong to a link. */
function markCurrent(): void {
  const here = location.pathname;
  for (const link of document.querySelectorAll<HTMLElement>("[data-nav]")) {
    const starts = (link.dataset.nav ?? "").split(" ");
    const current = starts.some((start) => (start === "/" ? here === "/" : here.startsWith(start)));
    if (current) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
}

/** Load a page as if its link was followed. */
export function visit(address: string): void {
  void htmx.ajax("get", address, { target: "#main", select: "#page", swap: SWAP, push: "true" });
}
