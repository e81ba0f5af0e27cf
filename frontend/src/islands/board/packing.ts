import { linksOf, slim } from "./slim";
import { byId, type Drawn } from "./state";

const AT_MOST = 60_000;
const MANY = 400;

/**
 * Copies of as many elements as one command may carry, those that belong together first; the rest follows.
 * Of `more` those are added, as they are, that still fit and are not among the others.
 */
export function packed<E extends Drawn>(elements: readonly E[], more: readonly E[]): E[] {
  const waiting = byId(elements);
  const chosen: E[] = [];
  let size = 0;
  for (const element of elements) {
    const group = [element.id, ...linksOf(element)].flatMap((id) => waiting.get(id) ?? []).map(slim);
    const { taken, grown } = fitting(group, AT_MOST, MANY);
    if (chosen.length > 0 && (size + grown > AT_MOST || chosen.length + taken.length > MANY)) break;
    for (const one of taken) waiting.delete(one.id);
    chosen.push(...taken);
    size += grown;
  }
  const mine = new Set(elements.map(({ id }) => id));
  const others = [...byId(more.filter(({ id }) => !mine.has(id))).values()];
  return size < AT_MOST / 2 ? fitting([...chosen, ...others], AT_MOST, MANY).taken : chosen;
}

/** The first of them, and those after it until `room` characters or so `many` are used up. */
function fitting<E extends Drawn>(
  group: readonly E[],
  room: number,
  many: number,
): { taken: E[]; grown: number } {
  const taken: E[] = [];
  let grown = 0;
  for (const one of group) {
    const length = JSON.stringify(one).length;
    if (taken.length > 0 && (grown + length > room || taken.length >= many)) break;
    taken.push(one);
    grown += length;
  }
  return { taken, grown };
}
