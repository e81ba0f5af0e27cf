import { formatNumber, t } from "../lib/i18n";

/** Bytes in words, in the page's digits: "1.4 MB". */
export function sizeText(bytes: number): string {
  if (bytes < 1000) return t("{size} B", { size: formatNumber(bytes) });
  if (bytes < 999_500) return t("{size} kB", { size: formatNumber(Math.round(bytes / 1000)) });
  const size = (value: number): string => formatNumber(value, { maximumFractionDigits: 1 });
  if (bytes < 999_500_000) return t("{size} MB", { size: size(bytes / 1e6) });
  return t("{size} GB", { size: size(bytes / 1e9) });
}

/** Seconds as m:ss in the page's digits. */
export function lengthText(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const part = formatNumber(whole % 60, { minimumIntegerDigits: 2 });
  return `${formatNumber(Math.floor(whole / 60))}:${part}`;
}
