import { t } from "../../lib/i18n";

/** Says who types: one or two by name, more without. */
export function typingText(names: readonly string[]): string {
  const [name = "", other = ""] = names.map(isolated);
  if (names.length === 0) return "";
  if (names.length === 1) return t("{name} is typing…", { name });
  if (names.length === 2) return t("{name} and {other} are typing…", { name, other });
  return t("Several people are typing…");
}

/** A name keeps its own direction inside the sentence, as `<bdi>` does in markup. */
function isolated(name: string): string {
  return `\u2068${name}\u2069`;
}
