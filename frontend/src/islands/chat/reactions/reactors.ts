import type { ReactionView, ReactorsAnswer } from "../../../generated/wire";
import { t, tn } from "../../../lib/i18n";

/** So many are named; of the rest only the number is told. */
export const NAMED = 10;

/**
 * Who reacted, in words: the viewer first, then names, then how many others. `me`: the viewer's participant.
 * Whether the viewer did, and how many there are, the page knows better: an answer may be older than what was pressed.
 */
export function reactorsOf({ people }: ReactorsAnswer, { participants }: ReactionView, me: number): string[] {
  const names = people.filter(({ participant }) => participant !== me).map(({ name }) => name);
  const shown = [...(participants.includes(me) ? [t("You")] : []), ...names].slice(0, NAMED);
  const rest = Math.max(0, participants.length - shown.length);
  if (rest === 0) return shown;
  // Alone it says no less than the number beside the emoji does.
  if (shown.length === 0) return [tn("{n} person", "{n} people", rest)];
  return [...shown, tn("{n} other", "{n} others", rest)];
}
