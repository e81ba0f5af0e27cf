import { formatAgo, formatDate } from "../lib/i18n";

const EVERY = 30_000; // ms; "a minute ago" is right soon enough

/** The server writes times in its own zone; here they are shown in the viewer's. */
export function enhanceTimes(page: ParentNode): void {
  const times = "time[data-ago], time[data-day], time[data-moment]";
  for (const time of page.querySelectorAll<HTMLTimeElement>(times)) show(time);
}

function show(time: HTMLTimeElement): void {
  const at = new Date(time.dateTime);
  time.title = formatDate(at, { dateStyle: "full", timeStyle: "short" });
  time.textContent = textOf(time, at);
}

function textOf(time: HTMLTimeElement, at: Date): string {
  if ("ago" in time.dataset) return formatAgo(at);
  if ("moment" in time.dataset) return formatDate(at, { dateStyle: "medium", timeStyle: "short" });
  return formatDate(at, { dateStyle: "long" });
}

setInterval(() => {
  enhanceTimes(document);
}, EVERY);
