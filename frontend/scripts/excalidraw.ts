import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

const FONTS = "node_modules/@excalidraw/excalidraw/dist/prod/fonts";
/** 13 MB for Chinese, Japanese and Korean: the system's own do for those. */
const LEFT_OUT = "Xiaolai";
/** In its place, after each of the editor's fonts, stands one for Persian and Arabic, which none of them has. */
const PERSIAN = "Vazirmatn";
const PERSIAN_FILE = "node_modules/@fontsource-variable/vazirmatn/files/vazirmatn-arabic-wght-normal.woff2";
const PERSIAN_RANGE =
  "U+0600-06FF, U+0750-077F, U+0870-088E, U+0890-0891, U+0897-08E1, U+08E3-08FF, U+200C-200E, U+FB50-FDFF, U+FE70-FE74, U+FE76-FEFC";
/** Makes fonts smaller with WebAssembly, which the policy forbids: a drawing has its fonts as they are. */
const SMALLER = /\/dist\/prod\/subset-(shared|worker)\.chunk\.js$/;
const AS_IT_IS = `export const Commands = { Subset: "SUBSET" };
export const toBase64 = async (font) => {
  const bytes = new Uint8Array(font);
  let text = "";
  for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
  return "data:font/woff2;base64," + btoa(text);
};
export const subsetToBase64 = toBase64;
export const subsetToBinary = async (font) => font;
export const WorkerUrl = undefined;`;
const WITH_WORKER = /=typeof Worker<"u"(?=,\w+=async\(e,t\)=>\{let\{Commands)/;
const FOREIGN = /"ASSETS_FALLBACK_URL",`https:\/\/esm\.sh\/.{1,120}?\/dist\/prod\/`/;

/** Serves the board's fonts from here, embeds them whole, and takes away the one line that would ask a foreign host for them. */
export function excalidraw(): Plugin {
  return {
    name: "samovar-excalidraw",
    apply: "build",
    transform(code, id) {
      if (!id.includes("@excalidraw/excalidraw/dist/prod/")) return null;
      if (SMALLER.test(id)) return AS_IT_IS;
      const changed = code
        .replace(FOREIGN, '"ASSETS_FALLBACK_URL",location.origin+"/static/dist/excalidraw/"')
        .replace(WITH_WORKER, "=!1")
        // The policy allows no style attributes; the same said by the object model ends in the file all the same.
        .replace(/\.setAttribute\("style","white-space: pre;"\)/g, '.style.whiteSpace="pre"');
      if (changed.includes(`"${LEFT_OUT}"`)) return withPersian(changed);
      return changed === code ? null : changed;
    },
    generateBundle(_options, bundle) {
      const codes = Object.values(bundle).map((file) => (file.type === "chunk" ? file.code : ""));
      const wrong = codes.map(wrongIn).find((words) => words !== "");
      if (wrong) this.error(`The board would ${wrong}: look at frontend/scripts/excalidraw.ts.`);
      for (const family of readdirSync(FONTS).filter((name) => name !== LEFT_OUT)) {
        for (const name of readdirSync(join(FONTS, family))) {
          const source = readFileSync(join(FONTS, family, name));
          this.emitFile({ type: "asset", fileName: `excalidraw/fonts/${family}/${name}`, source });
        }
      }
      const source = readFileSync(PERSIAN_FILE);
      this.emitFile({ type: "asset", fileName: `excalidraw/fonts/${PERSIAN}/${PERSIAN}.woff2`, source });
    },
  };
}

/** The editor with the one font instead of the other: on the canvas, and embedded in an exported drawing. */
function withPersian(code: string): string {
  const list = /\(\w+,\.\.\.(\w+)\),\w+\(\w+,\.\.\.\w+\),\w+\._initialized=!0/.exec(code)?.[1];
  const face = `{uri:"./fonts/${PERSIAN}/${PERSIAN}.woff2",descriptors:{unicodeRange:"${PERSIAN_RANGE}",weight:"100 900"}}`;
  return code
    .replace(new RegExp(`var ${list}=\\[[^\\]]*\\]`), `var ${list}=[${face}]`)
    .replace(`"${LEFT_OUT}"`, `"${PERSIAN}"`)
    .replace(`.${LEFT_OUT}]`, `.${PERSIAN}]`)
    .replace(/return\[(\w+),(\w+)\];default:return\[\2\]/, "return[$1,$2];default:return[$1,$2]")
    .replace(
      /let (\w+)=\w+\.getCharacters\((\w+),\w+\);if\(\w+\(\1\)\)\{/,
      'let $1=Object.values($2).flatMap((some)=>[...some]).join("");{',
    );
}

/** What a built file of the editor would do that it must not; "" when nothing. */
function wrongIn(code: string): string {
  if (code.includes("https://esm.sh")) return "ask esm.sh for fonts";
  if (code.includes(`fonts/${LEFT_OUT}/`)) return "show Persian in whatever font is there";
  if (/getCharacters\(\w+,\w+\);if\(/.test(code)) return "export Persian without its font";
  if (/typeof Worker<"u",\w+=async\(\w+,\w+\)=>\{let\{Commands/.test(code)) return "start a worker";
  return "";
}
