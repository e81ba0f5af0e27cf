import { type Gateway, gateway as theGateway } from "../realtime/client";

interface GatewayEvent {
  name: string;
}

/**
 * A part of a page with data-refresh-on="rooms.listed" loads itself anew (hx-trigger="samovar:refresh"): when that
 * happens, and when the page is connected, since what happened before or while the line was lost was told to nobody.
 */
export function enhanceRefresh(gateway: Gateway = theGateway): void {
  window.addEventListener("samovar:event", (event) => {
    const { name } = (event as CustomEvent<GatewayEvent>).detail;
    refresh(`[data-refresh-on~="${name}"]`);
  });
  gateway.own.on("ready", () => refresh("[data-refresh-on]"));
}

function refresh(parts: string): void {
  for (const part of document.querySelectorAll(parts)) {
    part.dispatchEvent(new CustomEvent("samovar:refresh"));
  }
}
