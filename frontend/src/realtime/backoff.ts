const FIRST = 400;
const CEILING = 15_000;
/** Whoever is in a call notices each second. */
const URGENT_CEILING = 3_000;

/** Milliseconds to wait before attempt number `attempt` (0 first): doubling, with half of it by chance. */
export function delayBefore(attempt: number, urgent = false, chance: () => number = Math.random): number {
  const whole = Math.min(urgent ? URGENT_CEILING : CEILING, FIRST * 2 ** Math.min(attempt, 10));
  return Math.round(whole / 2 + (whole / 2) * chance());
}
