export const BARS = 64;

/** Loudnesses from 0 to 1, however many, as 64 numbers from 0 to 100: the loudest of each stretch, the most full. */
export function waveformOf(levels: readonly number[]): number[] {
  if (levels.length === 0) return [];
  const count = Math.min(BARS, levels.length);
  const loudest = Array.from({ length: count }, (_, bar) => {
    const from = Math.floor((bar * levels.length) / count);
    const to = Math.max(from + 1, Math.floor(((bar + 1) * levels.length) / count));
    return Math.max(...levels.slice(from, to));
  });
  const most = Math.max(...loudest, 0.05);
  return loudest.map((level) => Math.round(Math.min(1, Math.max(0, level / most)) * 100));
}
