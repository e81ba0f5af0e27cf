import bash from "highlight.js/lib/languages/bash";
import cpp from "highlight.js/lib/languages/cpp";
import csharp from "highlight.js/lib/languages/csharp";
import css from "highlight.js/lib/languages/css";
import diff from "highlight.js/lib/languages/diff";
import dockerfile from "highlight.js/lib/languages/dockerfile";
import go from "highlight.js/lib/languages/go";
import java from "highlight.js/lib/languages/java";
import javascript from "highlight.js/lib/languages/javascript";
import json from "highlight.js/lib/languages/json";
import kotlin from "highlight.js/lib/languages/kotlin";
import php from "highlight.js/lib/languages/php";
import python from "highlight.js/lib/languages/python";
import rust from "highlight.js/lib/languages/rust";
import sql from "highlight.js/lib/languages/sql";
import typescript from "highlight.js/lib/languages/typescript";
import xml from "highlight.js/lib/languages/xml";
import yaml from "highlight.js/lib/languages/yaml";
import { html } from "lit";
import { createLowlight } from "lowlight";
import type { Language } from "./languages";

/** Fetched only when there is code to colour. Types as one record, so that a language cannot be forgotten. */
const RULES: Record<Language, typeof bash> = {
  bash,
  cpp,
  csharp,
  css,
  diff,
  dockerfile,
  go,
  java,
  javascript,
  json,
  kotlin,
  php,
  python,
  rust,
  sql,
  typescript,
  xml,
  yaml,
};
const lowlight = createLowlight(RULES);
type Tree = ReturnType<typeof lowlight.highlight>;

/** The code with its words in spans, as a view: no text of it is ever read as markup. */
export function highlighted(text: string, language: Language): unknown {
  return lowlight.highlight(language, text).children.map(nodeView);
}

function nodeView(node: Tree["children"][number]): unknown {
  if (node.type === "text") return node.value;
  if (node.type !== "element") return "";
  const classes = node.properties.className;
  const names = Array.isArray(classes) ? classes.join(" ") : "";
  return html`<span class=${names}>${node.children.map(nodeView)}</span>`;
}
