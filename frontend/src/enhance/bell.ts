import { formatNumber, tn } from "../lib/i18n";
import { onPage } from "../shell/page";

interface GatewayEvent {
  name: string;
  data: { unread?: unknown };
}

interface Standing {
  unread: number;
  newest: number;
}

/** The bell counts live: by events of the gateway, and by what each page brought with it. */
export function enhanceBell(): void {
  window.addEventListener("samovar:event", (event) => {
    const { name, data } = (event as CustomEvent<GatewayEvent>).detail;
    if (name === "notifications.changed" && typeof data.unread === "number") changed(data.unread);
  });
  window.addEventListener("samovar:notifications", (event) => {
    correct((event as CustomEvent<Standing>).detail);
  });
  onPage(() => {
    const shown = document.querySelector<HTMLElement>("#page")?.dataset.unread;
    if (shown !== undefined) showUnread(Number(shown));
  });
}

/** What came between the writing of the page and its connection is shown all the same. */
function correct({ unread, newest }: Standing): void {
  const shown = document.querySelector<HTMLElement>("[data-newest]")?.dataset.newest;
  if (shown && newest > Number(shown)) document.dispatchEvent(new CustomEvent("samovar:notified"));
  const page = document.querySelector<HTMLElement>("#page");
  if (page === null || Number(page.dataset.unread) === unread) return;
  page.dataset.unread = String(unread);
  showUnread(unread);
}

/** On the page of notifications what is new is shown, not counted. */
function changed(unread: number): void {
  const page = document.querySelector<HTMLElement>("#page");
  if (page !== null) page.dataset.unread = String(unread);
  showUnread(unread);
  if (unread > 0) document.dispatchEvent(new CustomEvent("samovar:notified"));
}

function showUnread(unread: number): void {
  for (const bell of document.querySelectorAll("[data-bell]")) {
    bell.setAttribute("aria-label", tn("Notifications, {n} unread", "Notifications, {n} unread", unread));
  }
  for (const count of document.querySelectorAll<HTMLElement>("[data-bell-count]")) {
    count.textContent = formatNumber(unread);
    count.hidden = unread === 0;
  }
  const title = document.title.replace(/^\([^)]*\) /, "");
  document.title = unread > 0 ? `(${formatNumber(unread)}) ${title}` : title;
}
