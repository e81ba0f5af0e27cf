import { t } from "../../lib/i18n";
import { NAME, named, OTHER } from "../../lib/named";

/** Says who types: one or two by name, more without. */
export function typingText(names: readonly string[]): unknown {
  const [name = "", other = ""] = names;
  if (names.length === 0) return "";
  if (names.length === 1) return named(t("{name} is typing…", { name: NAME }), name);
  if (names.length === 2)
    return named(t("{name} and {other} are typing…", { name: NAME, other: OTHER }), name, other);
  return t("Several people are typing…");
}
