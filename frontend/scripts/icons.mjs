// Writes the icons we use, from Lucide, for templates (samovar/core/icons.json) and islands
// (frontend/src/generated/icons.ts). `node frontend/scripts/icons.mjs [--check]`
import { readFileSync, writeFileSync } from "node:fs";

const NAMES = `
  activity alert-circle alert-triangle archive arrow-down arrow-left arrow-right arrow-up at-sign ban bell bell-off
  book-open bookmark calendar captions captions-off check check-check chevron-down chevron-left chevron-right
  chevron-up chevrons-up-down circle circle-alert circle-check circle-dot circle-user circle-x clock clock-3 cloud-off
  copy corner-up-left crown door-open download edit ellipsis ellipsis-vertical eraser expand external-link eye eye-off
  file file-text film flag folder forward gallery-vertical-end globe grid-2x2 grip-horizontal hand hash headphones heart history home house
  image inbox info key-round languages laptop layout-grid life-buoy link list loader lock log-in log-out mail
  mail-check mail-open map-pin maximize maximize-2 menu message-circle message-square messages-square mic mic-off minimize minimize-2
  minus monitor monitor-off monitor-up moon more-horizontal move octagon-alert paperclip pause pen pen-tool pencil
  phone phone-call phone-incoming phone-missed phone-off picture-in-picture-2 pin pin-off play plus presentation qr-code radio
  refresh-cw reply rotate-cw save screen-share screen-share-off search send send-horizontal settings settings-2
  share-2 shield shield-check signal signal-high signal-low signal-medium signal-zero skip-forward sliders-horizontal
  smartphone smile smile-plus sparkles square square-pen star star-off sticky-note sun switch-camera tablet trash trash-2
  triangle-alert undo-2 unlock upload user user-check user-minus user-plus user-round user-x users users-round video
  video-off volume-2 volume-x wifi wifi-off x zap bold italic strikethrough code quote list-ordered type keyboard chart-bar-big
`
  .trim()
  .split(/\s+/);

/** Lucide keeps some names only as aliases in its own packages. */
const RENAMED = {
  "alert-circle": "circle-alert",
  "alert-triangle": "triangle-alert",
  edit: "square-pen",
  home: "house",
  "more-horizontal": "ellipsis",
  unlock: "lock-open",
};

function shapes(name) {
  const file = `node_modules/lucide-static/icons/${RENAMED[name] ?? name}.svg`;
  const [, inner] = /<svg[^>]*>([\s\S]*)<\/svg>/.exec(readFileSync(file, "utf8"));
  return inner.replace(/\s*\n\s*/g, "").replaceAll(" />", "/>");
}

const icons = Object.fromEntries(NAMES.map((name) => [name, shapes(name)]));
const outputs = {
  "samovar/core/icons.json": `${JSON.stringify(icons, null, 1)}\n`,
  "frontend/src/generated/icons.ts": `// Written by frontend/scripts/icons.mjs from Lucide (ISC licence).\nexport const ICONS = ${JSON.stringify(icons, null, 1)} as const;\n`,
};

const check = process.argv.includes("--check");
for (const [path, content] of Object.entries(outputs)) {
  if (!check) writeFileSync(path, content);
  else if (readFileSync(path, "utf8") !== content) {
    process.stderr.write(`${path} is stale: run node frontend/scripts/icons.mjs\n`);
    process.exitCode = 1;
  }
}
