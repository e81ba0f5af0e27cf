import type { ReactorsAnswer } from "../../../generated/wire";
import { t, tn } from "../../../lib/i18n";

/** So many are named; of the rest only the number is told. */
export const NAMED = 10;

/** Who reacted, in words: the viewer first, then names, then how many others. `me`: the viewer's participant. */
export function reactorsOf({ people, others }: ReactorsAnswer, me: number): string[] {
  const mine = people.some(({ participant }) => participant === me);
  const names = people.filter(({ participant }) => participant !== me).map(({ name }) => name);
  const shown = [...(mine ? [t("You")] : []), ...names].slice(0, NAMED);
  const rest = people.length - shown.length + others;
  if (rest === 0) return shown;
  // Alone it says no less than the number beside the emoji does.
  if (shown.length === 0) return [tn("{n} person", "{n} people", rest)];
  return [...shown, tn("{n} other", "{n} others", rest)];
}
