import { html, nothing, type TemplateResult } from "lit";
import { formatNumber, t } from "../../lib/i18n";
import { type IconName, icon } from "../../lib/icons";
import type { Grade, Quality } from "../../media/quality";

const SIGNS: Readonly<Record<Grade, IconName>> = {
  good: "signal-high",
  fair: "signal-medium",
  poor: "signal-low",
};

/** How well somebody comes through, with the figures for who points at it. */
export function qualitySign(quality: Quality | null): TemplateResult | typeof nothing {
  if (!quality) return nothing;
  const text = qualityText(quality);
  return html`<span class="call-quality" data-grade=${quality.grade} title=${text}>
    ${icon(SIGNS[quality.grade], "icon-s")}<span class="sr-only">${text}</span>
  </span>`;
}

export function qualityText(quality: Quality): string {
  return `${gradeText(quality.grade)} · ${figures(quality).join(" · ")}`;
}

function gradeText(grade: Grade): string {
  if (grade === "good") return t("Good connection");
  return grade === "fair" ? t("Fair connection") : t("Poor connection");
}

function figures(quality: Quality): string[] {
  const found: string[] = [];
  if (quality.roundTrip !== null) found.push(t("{ms} ms", { ms: Math.round(quality.roundTrip) }));
  const percent = formatNumber(quality.loss, { style: "percent", maximumFractionDigits: 1 });
  found.push(t("{percent} lost", { percent }));
  found.push(t("{kilobits} kbit/s", { kilobits: Math.round(quality.bitrate / 1000) }));
  if (quality.height > 0) {
    const { width, height } = quality;
    found.push(
      `${formatNumber(width, { useGrouping: false })}×${formatNumber(height, { useGrouping: false })}`,
    );
  }
  if (quality.relayed) found.push(t("over a relay"));
  return found;
}
