import { formatDate, formatNumber } from "./i18n";

/** Hours and minutes in the viewer's zone. */
export function clock(at: Date): string {
  return formatDate(at, { hour: "2-digit", minute: "2-digit" });
}

/** The day in full, by the calendar of the page: a field for dates may show another one. */
export function dayInFull(at: Date): string {
  return formatDate(at, { dateStyle: "full" });
}

/** Day and time in full, for a title. */
export function fullTime(at: Date): string {
  return formatDate(at, { dateStyle: "full", timeStyle: "medium" });
}

/** The day in words; the year, by the calendar of the page, only when it is not this one. */
export function dayName(at: Date, now: Date): string {
  const year = yearOf(at) === yearOf(now) ? {} : ({ year: "numeric" } as const);
  return formatDate(at, { weekday: "long", day: "numeric", month: "long", ...year });
}

function yearOf(at: Date): string {
  return formatDate(at, { year: "numeric" });
}

/** A moment as short as it can be understood: today only the time of day. */
export function moment(at: Date, now: Date): string {
  return daysBetween(at, now) === 0
    ? clock(at)
    : formatDate(at, {
        day: "numeric",
        month: "short",
        hour: "2-digit",
        minute: "2-digit",
      });
}

/** Days between two moments by the viewer's calendar: 0 the same day, 1 the day before. */
export function daysBetween(at: Date, now: Date): number {
  const midnight = (date: Date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate());
  return Math.round((midnight(now) - midnight(at)) / 86_400_000);
}

/** Elapsed seconds as hh:mm:ss in the page's digits. */
export function elapsed(seconds: number): string {
  return parts(seconds).map(twoDigits).join(":");
}

/** A place in a video as m:ss, or h:mm:ss from an hour on, in the page's digits. */
export function place(seconds: number): string {
  const [hours = 0, minutes = 0, rest = 0] = parts(seconds);
  const [first, ...others] = hours > 0 ? [hours, minutes, rest] : [minutes, rest];
  return [formatNumber(first ?? 0, { useGrouping: false }), ...others.map(twoDigits)].join(":");
}

function parts(seconds: number): number[] {
  const whole = Math.max(0, Math.floor(seconds));
  return [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
}

function twoDigits(part: number): string {
  return formatNumber(part, { minimumIntegerDigits: 2, useGrouping: false });
}
