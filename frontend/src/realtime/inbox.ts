import { formatNumber } from "../lib/i18n";
import { gateway } from "./client";

const PAUSE = 150;

/** The shell shows beside Messages how many wait, asked anew whenever something may have changed. */
export function startInbox(): void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const ask = (): void => {
    if (timer || !gateway.me?.startsWith("u:")) return;
    timer = setTimeout(() => {
      timer = null;
      gateway.request("inbox.unread", {}).then(({ unread }) => show(unread), ignore);
    }, PAUSE);
  };
  gateway.own.on("ready", ask);
  gateway.on("chat.inbox_changed", ask);
}

/** Without a connection there is nothing to show; after it comes back it is asked again. */
function ignore(): void {}

function show(unread: number): void {
  for (const count of document.querySelectorAll<HTMLElement>("[data-inbox-count]")) {
    count.textContent = formatNumber(unread);
    count.hidden = unread === 0;
  }
}
