import { isRecord } from "../../lib/http";

const ACCEPTED = new Set([
  "rectangle",
  "diamond",
  "ellipse",
  "line",
  "arrow",
  "freedraw",
  "text",
  "frame",
  "image",
]);
const ASIDE = 24;

interface Drawn {
  id: string;
  type: string;
  isDeleted: boolean;
  x: number;
  y: number;
}

/**
 * Copies of elements that a board accepts, with names of their own, so that they may be put more than once.
 * What they are bound to and is not among them they let go.
 */
export function fresh<E extends Drawn>(elements: readonly E[]): E[] {
  const taken = elements.filter(({ type, isDeleted }) => ACCEPTED.has(type) && !isDeleted);
  const names = new Map(taken.map(({ id }) => [id, name()]));
  const groups = new Map<string, string>();
  const named = (id: unknown): string | null => names.get(String(id)) ?? null;
  return taken.map((element) => {
    const copy = { ...element } as Record<string, unknown>;
    copy.id = named(copy.id);
    copy.version = 1;
    for (const field of ["containerId", "frameId"]) copy[field] = named(copy[field]);
    if (Array.isArray(copy.groupIds)) copy.groupIds = copy.groupIds.map((id) => grouped(groups, String(id)));
    if (Array.isArray(copy.boundElements)) copy.boundElements = bound(copy.boundElements, named);
    for (const end of ["startBinding", "endBinding"]) copy[end] = ended(copy[end], named);
    if (copy.type === "arrow") copy.elbowed = false;
    return copy as E;
  });
}

/** The same, next to those of them that are still on the page. */
export function beside<E extends Drawn>(elements: readonly E[], scene: readonly Drawn[]): E[] {
  const there = new Set(scene.filter(({ isDeleted }) => !isDeleted).map(({ id }) => id));
  const aside = elements.some(({ id }) => there.has(id)) ? ASIDE : 0;
  return fresh(elements).map((element) => ({ ...element, x: element.x + aside, y: element.y + aside }));
}

function name(): string {
  return crypto.randomUUID().replaceAll("-", "");
}

function grouped(groups: Map<string, string>, id: string): string {
  const known = groups.get(id) ?? name();
  groups.set(id, known);
  return known;
}

function bound(list: readonly unknown[], named: (id: unknown) => string | null): unknown[] {
  return list.flatMap((one) => {
    const id = isRecord(one) ? named(one.id) : null;
    return isRecord(one) && id ? [{ ...one, id }] : [];
  });
}

function ended(binding: unknown, named: (id: unknown) => string | null): unknown {
  const elementId = isRecord(binding) ? named(binding.elementId) : null;
  return isRecord(binding) && elementId ? { ...binding, elementId } : null;
}
