import { html, type TemplateResult } from "lit";
import { unsafeSVG } from "lit/directives/unsafe-svg.js";
import { ICONS } from "../generated/icons";

export type IconName = keyof typeof ICONS;

/** Icons that point along the line of writing, so they turn round in right-to-left. */
const DIRECTED: ReadonlySet<IconName> = new Set([
  "arrow-left",
  "arrow-right",
  "chevron-left",
  "chevron-right",
  "corner-up-left",
  "log-in",
  "log-out",
  "reply",
  "send",
  "send-horizontal",
  "undo-2",
]);

/** An icon without a name of its own: the control around it carries the accessible name. */
export function icon(name: IconName, classes = ""): TemplateResult {
  const flip = DIRECTED.has(name) ? " icon-flip" : "";
  return html`<svg class="icon${flip} ${classes}" viewBox="0 0 24 24" aria-hidden="true">${unsafeSVG(ICONS[name])}</svg>`;
}
