import { language } from "../../../lib/i18n";

/** An emoji that can be chosen. `words`: what it is found by; `tones`: the same in five tones of skin, or none. */
export interface Sign {
  emoji: string;
  group: number;
  codes: readonly string[];
  name: string;
  words: string;
  tones: readonly string[];
}

const NAMES: Record<string, () => Promise<{ default: string }>> = {
  en: () => import("./en.txt?raw"),
  ru: () => import("./ru.txt?raw"),
  fa: () => import("./fa.txt?raw"),
};
let loading: Promise<readonly Sign[]> | null = null;

/** All of them, in order, with names in the page's language; found by English words too. Fetched once. */
export function signs(): Promise<readonly Sign[]> {
  loading ??= load().catch((error: unknown) => {
    loading = null;
    throw error;
  });
  return loading;
}

async function load(): Promise<readonly Sign[]> {
  const own = NAMES[language];
  const [base, english, names] = await Promise.all([
    import("./signs.txt?raw"),
    import("./en.txt?raw"),
    own ? own() : import("./en.txt?raw"),
  ]);
  return read(base.default, english.default, names.default);
}

/** Puts the lists together, line by line. */
export function read(base: string, english: string, names: string): Sign[] {
  const englishLines = english.split("\n");
  const nameLines = names.split("\n");
  return base
    .split("\n")
    .filter(Boolean)
    .map((line, at) => {
      const [emoji = "", group = "", codes = "", tones = ""] = line.split("\t");
      const name = nameLines[at] ?? "";
      const words = `${name} ${englishLines[at] ?? ""} ${codes}`.toLocaleLowerCase();
      return {
        emoji,
        group: Number(group),
        codes: codes.split(" ").filter(Boolean),
        name: name.split("\t")[0] ?? "",
        words: ` ${words.replace(/[\t_]/g, " ")}`,
        tones: tones.split(" ").filter(Boolean),
      };
    });
}

/** Those that have all these words, each at the beginning of one of theirs; whose code is meant come first. */
export function search(all: readonly Sign[], text: string, most: number): Sign[] {
  const typed = text.toLocaleLowerCase().trim();
  const words = typed.split(/[\s_]+/).filter(Boolean);
  if (words.length === 0) return [];
  const found = all.filter((sign) => words.every((word) => sign.words.includes(` ${word}`)));
  const code = typed.replace(/\s+/g, "_");
  const rank = (sign: Sign): number => {
    if (sign.codes.includes(code)) return 0;
    return sign.codes.some((each) => each.startsWith(code)) ? 1 : 2;
  };
  return found
    .map((sign, at) => ({ sign, at, rank: rank(sign) }))
    .sort((one, other) => one.rank - other.rank || one.at - other.at)
    .slice(0, most)
    .map(({ sign }) => sign);
}

const RECENT = "samovar:emoji-recent";
const TONE = "samovar:emoji-tone";
const KEPT = 24;

/** What was chosen last in this browser, the last one first. */
export function recent(): string[] {
  return (keep(RECENT) ?? "").split(" ").filter(Boolean);
}

/** Remembers a choice. */
export function chose(emoji: string): void {
  keep(RECENT, [emoji, ...recent().filter((each) => each !== emoji)].slice(0, KEPT).join(" "));
}

/** The tone of skin: 0 none, 1 the lightest, 5 the darkest. */
export function tone(): number {
  return Number(keep(TONE) ?? 0);
}

/** Chooses it. */
export function chooseTone(chosen: number): void {
  keep(TONE, String(chosen));
}

/** The sign in the chosen tone, if it has tones. */
export function toned(sign: Sign, chosen: number): string {
  return sign.tones[chosen - 1] ?? sign.emoji;
}

function keep(key: string, value?: string): string | null {
  try {
    if (value === undefined) return localStorage.getItem(key);
    localStorage.setItem(key, value);
  } catch {
    // A browser that keeps nothing begins anew each time.
  }
  return null;
}
