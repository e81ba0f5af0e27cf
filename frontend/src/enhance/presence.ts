import { isRecord } from "../lib/http";
import { formatAgo, t } from "../lib/i18n";
import { onPage } from "../shell/page";

interface GatewayEvent {
  name: string;
  data: { user?: unknown; online?: unknown; away?: unknown; seen?: unknown };
}

const EVERY = 30_000; // ms; "5 minutes ago" moves on

/** Every `[data-presence="<user id>"]` follows whether that person is online, or away from it. */
export function enhancePresence(): void {
  window.addEventListener("samovar:event", (event) => {
    const { name, data } = (event as CustomEvent<GatewayEvent>).detail;
    if (name !== "people.presence_changed" || !isRecord(data) || typeof data.user !== "number") return;
    for (const part of document.querySelectorAll<HTMLElement>(`[data-presence="${data.user}"]`)) {
      part.dataset.online = String(data.online === true);
      part.dataset.away = String(data.away === true);
      if (typeof data.seen === "string") part.dataset.seen = data.seen;
      show(part);
    }
  });
  onPage(showAll);
  setInterval(() => showAll(document), EVERY);
}

function showAll(page: ParentNode): void {
  for (const part of page.querySelectorAll<HTMLElement>("[data-presence]")) show(part);
}

function show(part: HTMLElement): void {
  const here = part.dataset.online === "true" ? (part.dataset.away === "true" ? t("Away") : t("Online")) : "";
  const short = part.querySelector("[data-presence-text]");
  if (short) short.textContent = here || t("Offline");
  const long = part.querySelector("[data-presence-status]");
  if (long) long.textContent = here || offlineText(part.dataset.seen ?? "");
}

function offlineText(seen: string): string {
  if (!seen) return t("Offline");
  return t("Offline, last seen {ago}", { ago: formatAgo(new Date(seen)) });
}
