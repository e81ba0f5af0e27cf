// Writes the emoji that can be chosen, with their names in our languages: frontend/src/islands/chat/emoji/*.txt.
// They change once a year, so what they are made from is no dependency. To make them anew:
//   npm install --no-save emojibase-data@17.0.0 cldr-annotations-full@48.2.0 && node frontend/scripts/emoji.mjs
// Names and order: emojibase-data (MIT), Persian names: Unicode CLDR (Unicode-3.0).
import { readFileSync, writeFileSync } from "node:fs";

const MODULES = process.env.EMOJI_MODULES ?? "node_modules";
const FOLDER = "frontend/src/islands/chat/emoji";
/** Newer ones are empty boxes on most screens. */
const NEWEST = 15.1;
/** Parts of other emoji, never chosen alone. */
const COMPONENTS = 2;

const read = (path) => JSON.parse(readFileSync(`${MODULES}/${path}`, "utf8"));
const codes = read("emojibase-data/en/shortcodes/github.json");
const persian = read("cldr-annotations-full/annotations/fa/annotations.json").annotations.annotations;
const emoji = {
  en: read("emojibase-data/en/data.json"),
  ru: read("emojibase-data/ru/data.json"),
};
const chosen = emoji.en
  .filter(({ group, version }) => group !== undefined && group !== COMPONENTS && version <= NEWEST)
  .sort((one, other) => one.order - other.order);

const list = (words) => (Array.isArray(words) ? words : words ? [words] : []);
const clean = (text) => text.replace(/[\t|\n]/g, " ").trim();
const line = (name, tags) => `${clean(name)}\t${[...new Set(tags.map(clean))].join(" ")}`;
const tones = ({ skins }) =>
  list(skins)
    .filter(({ tone }) => typeof tone === "number")
    .map((skin) => skin.emoji);

const base = chosen.map((each) =>
  [each.emoji, each.group, list(codes[each.hexcode]).join(" "), tones(each).join(" ")].join("\t"),
);
const english = chosen.map(({ label, tags }) => line(label, list(tags)));
const byCode = new Map(emoji.ru.map((each) => [each.hexcode, each]));
const russian = chosen.map(({ hexcode, label }) => {
  const found = byCode.get(hexcode);
  return line(found?.label ?? label, list(found?.tags));
});
const countries = new Intl.DisplayNames("fa", { type: "region" });
const persianNames = chosen.map(({ emoji: sign, hexcode, label }) => {
  const found = persian[sign] ?? persian[sign.replaceAll("\ufe0f", "")];
  if (found) return line(found.tts?.[0] ?? label, found.default ?? []);
  const letters = hexcode.split("-").map((code) => Number.parseInt(code, 16) - 0x1f1e6 + 65);
  const flag = letters.length === 2 && letters.every((letter) => letter >= 65 && letter <= 90);
  return flag ? line(`پرچم ${countries.of(String.fromCharCode(...letters))}`, ["پرچم"]) : line(label, []);
});

for (const [name, lines] of Object.entries({ signs: base, en: english, ru: russian, fa: persianNames })) {
  writeFileSync(`${FOLDER}/${name}.txt`, `${lines.join("\n")}\n`);
}
