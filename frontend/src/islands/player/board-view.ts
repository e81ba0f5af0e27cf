import { html, nothing, type SVGTemplateResult, svg, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { t } from "../../lib/i18n";
import type { Shape } from "./replay";

const LINE = 1.25; // of a font's size

/** The board as vectors; its texts are texts. `board`: where its pictures are. */
export function boardView(shapes: readonly Shape[], viewBox: string, board: number): TemplateResult {
  return html`<svg class="player-board" viewBox=${viewBox} role="img" aria-label=${t("Board")}>
    ${repeat(
      shapes,
      (shape) => shape.id,
      (shape) => turned(shape, board),
    )}
  </svg>`;
}

function turned(shape: Shape, board: number): SVGTemplateResult {
  const degrees = (shape.angle * 180) / Math.PI;
  const middle = `${shape.x + shape.width / 2} ${shape.y + shape.height / 2}`;
  return svg`<g transform="rotate(${degrees} ${middle})" stroke=${shape.strokeColor} stroke-width=${shape.strokeWidth}
    fill=${filled(shape.backgroundColor)} stroke-linecap="round" stroke-linejoin="round">${shape.type === "image" ? picture(shape, board) : drawn(shape)}</g>`;
}

function drawn(shape: Shape): SVGTemplateResult | SVGTemplateResult[] | typeof nothing {
  const { x, y, width, height } = shape;
  switch (shape.type) {
    case "rectangle":
    case "frame":
      return svg`<rect x=${x} y=${y} width=${Math.abs(width)} height=${Math.abs(height)} rx="6" />`;
    case "ellipse":
      return svg`<ellipse cx=${x + width / 2} cy=${y + height / 2} rx=${Math.abs(width) / 2} ry=${Math.abs(height) / 2} />`;
    case "diamond":
      return svg`<polygon points="${x + width / 2},${y} ${x + width},${y + height / 2} ${x + width / 2},${y + height} ${x},${y + height / 2}" />`;
    case "text":
      return shape.text.split("\n").map((line, index) => textLine(shape, line, index));
    case "freedraw":
    case "line":
    case "arrow":
      return svg`<polyline points=${shape.points.map(([px, py]) => `${x + px},${y + py}`).join(" ")} fill="none" />
        ${shape.type === "arrow" ? head(shape) : nothing}`;
    default:
      return nothing;
  }
}

/** A slide, above all. Who may not see the board sees an empty place. */
function picture({ x, y, width, height, fileId }: Shape, board: number): SVGTemplateResult | typeof nothing {
  if (!fileId || !board) return nothing;
  const address = `/boards/${board}/pictures/${encodeURIComponent(fileId)}/`;
  return svg`<image href=${address} x=${x} y=${y} width=${Math.abs(width)} height=${Math.abs(height)} preserveAspectRatio="none" />`;
}

function textLine(shape: Shape, line: string, index: number): SVGTemplateResult {
  const y = shape.y + shape.fontSize * (1 + index * LINE) - shape.fontSize * 0.15;
  return svg`<text x=${shape.x} y=${y} font-size=${shape.fontSize} fill=${shape.strokeColor} stroke="none">${line}</text>`;
}

function head(shape: Shape): SVGTemplateResult | typeof nothing {
  const tip = shape.points.at(-1);
  const before = shape.points.at(-2);
  if (!tip || !before) return nothing;
  const angle = Math.atan2(tip[1] - before[1], tip[0] - before[0]);
  const ends = [angle + 2.6, angle - 2.6].map(
    (turn) => `${shape.x + tip[0] + 14 * Math.cos(turn)},${shape.y + tip[1] + 14 * Math.sin(turn)}`,
  );
  return svg`<polyline points="${ends[0]} ${shape.x + tip[0]},${shape.y + tip[1]} ${ends[1]}" fill="none" />`;
}

function filled(colour: string): string {
  return colour === "transparent" || colour === "" ? "none" : colour;
}
