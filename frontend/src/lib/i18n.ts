/** Words, numbers and dates in the language of the page. English text is the key. */

type Plural = Partial<Record<Intl.LDMLPluralRule, string>>;
export type Catalogue = Readonly<Record<string, string | Plural>>;
type Values = Readonly<Record<string, string | number>>;

/** Each catalogue is one chunk, merged from the folders at build time; only the page's own is fetched. */
const catalogues: Record<string, () => Promise<{ catalogue: Catalogue }>> = {
  ru: () => import("./catalogues/ru"),
  fa: () => import("./catalogues/fa"),
};

export const language: string = document.documentElement.lang || "en";
const locale = language === "qps" ? "en" : language;
let words: Catalogue = (await catalogues[language]?.())?.catalogue ?? {};
const plurals = new Intl.PluralRules(locale);
const numbers = new Intl.NumberFormat(locale);

/** For tests: speak with these words. */
export function useCatalogue(catalogue: Catalogue): void {
  words = catalogue;
}

/** `text` in the page's language; `{name}` stands for a value, numbers get the language's digits. */
export function t(text: string, values: Values = {}): string {
  const found = words[text];
  return fill(typeof found === "string" ? found : text, values);
}

/** Counted text: `{n}` is the number. `one` is the key, as the catalogue holds all its forms. */
export function tn(one: string, other: string, n: number, values: Values = {}): string {
  const found = words[one];
  const forms: Plural = typeof found === "object" ? found : { one, other };
  return fill(forms[plurals.select(n)] ?? forms.other ?? other, { ...values, n });
}

function fill(text: string, values: Values): string {
  const filled = text.replace(/\{(\w+)\}/g, (whole, name: string) => show(values[name] ?? whole));
  return language === "qps" ? `⟦${filled}⟧` : filled;
}

function show(value: string | number): string {
  return typeof value === "number" ? numbers.format(value) : value;
}

/** A number with the language's digits and separators. */
export function formatNumber(value: number, options: Intl.NumberFormatOptions = {}): string {
  return new Intl.NumberFormat(locale, options).format(value);
}

/** "A, B and C" in pieces, of which the things named have the type "element". */
export function listParts(items: readonly string[]): { type: "element" | "literal"; value: string }[] {
  return new Intl.ListFormat(locale, { type: "conjunction" }).formatToParts(items);
}

/** A date or time in the viewer's zone, of 24 hours in every language; Persian pages show Jalali dates. */
export function formatDate(at: Date, options: Intl.DateTimeFormatOptions): string {
  const whole = { hourCycle: "h23", ...options } as const;
  return locale === "fa" ? persianDate(at, whole) : new Intl.DateTimeFormat(locale, whole).format(at);
}

/** Browsers begin a Persian date that has both with its year and end it with its weekday: the weekday goes first. */
function persianDate(at: Date, options: Intl.DateTimeFormatOptions): string {
  const { weekday, ...rest } = options;
  const named = options.dateStyle === "full" ? "long" : options.year && weekday;
  const write = (parts: Intl.DateTimeFormatOptions): string =>
    new Intl.DateTimeFormat(locale, { calendar: "persian", ...parts }).format(at);
  if (!named) return write(options);
  const day = options.dateStyle ? ({ ...rest, dateStyle: "long" } as const) : rest;
  return `${write({ weekday: named })} ${write(day)}`;
}

const STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
];

/** "12 minutes ago"; less than a minute is "now". */
export function formatAgo(at: Date, now: Date = new Date()): string {
  const seconds = (at.getTime() - now.getTime()) / 1000;
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const [unit, size] = STEPS.find(([, length]) => Math.abs(seconds) >= length) ?? ["second", 60];
  return relative.format(Math.trunc(seconds / size), unit);
}
