import { onPage } from "../shell/page";
import { type Gateway, gateway as theGateway } from "./client";

/** What the server says of notifications: the detail of "samovar:notifications" on `window`. */
export interface Standing {
  unread: number;
  newest: number;
}

/**
 * A page is written before it is connected, and one that htmx fetched while events came in: what happened in
 * between is in neither. So each asks once, and what it says of notifications is put right.
 */
export function startNotified(gateway: Gateway = theGateway): void {
  let fresh = true;
  const ask = (): void => {
    if (gateway.status !== "open" || !gateway.me?.startsWith("u:")) return;
    gateway.request("notifications.ask", {}).then(tell, ignore);
  };
  gateway.own.on("ready", () => {
    // A line that was lost gets what it missed; the page itself was not written again.
    if (fresh) ask();
    fresh = false;
  });
  window.addEventListener("samovar:reset", (event) => {
    const { stream } = (event as CustomEvent<{ stream: string }>).detail;
    if (stream.startsWith("u:")) ask();
  });
  onPage((part) => {
    if (part instanceof Element && part.querySelector("#page")) ask();
  });
}

function tell(standing: Standing): void {
  window.dispatchEvent(new CustomEvent("samovar:notifications", { detail: standing }));
}

/** Without a connection nothing is told; the next one resumes. */
function ignore(): void {}
