import { type Gateway, gateway as theGateway } from "../realtime/client";

interface GatewayEvent {
  name: string;
}

/**
 * A part of a page with data-refresh-on="rooms.listed" loads itself anew (hx-trigger="samovar:refresh"): when that
 * happens, and when the page is connected, since what happened before or while the line was lost was told to nobody.
 * What happens while a part is being loaded may be too late for its answer: then it is loaded once more.
 */
export function enhanceRefresh(gateway: Gateway = theGateway): void {
  const late = new Set<string>();
  const refresh = (parts: string): void => {
    for (const part of document.querySelectorAll(parts)) {
      if (part.classList.contains("htmx-request")) late.add(parts);
      else part.dispatchEvent(new CustomEvent("samovar:refresh"));
    }
  };
  const again = (): void => {
    const parts = [...late];
    late.clear();
    for (const one of parts) refresh(one);
  };
  window.addEventListener("samovar:event", (event) => {
    const { name } = (event as CustomEvent<GatewayEvent>).detail;
    refresh(`[data-refresh-on~="${name}"]`);
  });
  gateway.own.on("ready", () => refresh("[data-refresh-on]"));
  // Only what has settled listens; what came in vain does not settle.
  document.addEventListener("htmx:afterSettle", again);
  for (const failure of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(failure, () => setTimeout(again));
  }
}
