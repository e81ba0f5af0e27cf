export const PICTURES_MAX = 10;
export const BYTES_MAX = 10 * 1024 * 1024;

/** A picture somebody chose, with its description. */
export interface Chosen {
  /** Null where it was chosen on another device. */
  file: File | null;
  alt: string;
  /** Its number with what was begun, once the server has it; `page` is where this page gets it. */
  id?: number;
  page?: string;
}

/** What was chosen together with what was chosen before; `refused` says why some are left out. */
export function addFiles(
  chosen: readonly Chosen[],
  files: Iterable<File>,
): { chosen: Chosen[]; refused: "many" | "big" | null } {
  const added = [...chosen];
  let refused: "many" | "big" | null = null;
  for (const file of files) {
    if (file.size > BYTES_MAX) refused = "big";
    else if (added.length >= PICTURES_MAX) refused ??= "many";
    else added.push({ file, alt: "" });
  }
  return { chosen: added, refused };
}

/** The picture at `place` goes one place towards the beginning. */
export function moveForward(chosen: readonly Chosen[], place: number): Chosen[] {
  const moved = [...chosen];
  const [one] = moved.splice(place, 1);
  if (one) moved.splice(Math.max(0, place - 1), 0, one);
  return moved;
}

export function without(chosen: readonly Chosen[], place: number): Chosen[] {
  return chosen.filter((_one, at) => at !== place);
}

/**
 * What is chosen here after the server told what it has. `own`: order and descriptions are newer here, as they are
 * while a picture is on its way.
 */
export function withKept(
  chosen: readonly Chosen[],
  kept: readonly { id: number; page: string; alt: string }[],
  own: boolean,
): Chosen[] {
  const there = new Map(kept.map((one) => [one.id, one]));
  const here = new Map(chosen.map((one) => [one.id, one]));
  const fresh = kept.filter(({ id }) => !here.has(id)).map((one) => ({ file: null, ...one }));
  if (own || here.has(undefined)) {
    return [...chosen.filter(({ id }) => id === undefined || there.has(id)), ...fresh];
  }
  return kept.map(({ id, page, alt }) => ({ file: null, ...here.get(id), id, page, alt }));
}
