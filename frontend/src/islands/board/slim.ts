import { isRecord } from "../../lib/http";

const MOST_POINTS = 3_000;

/**
 * An element as it travels: a copy, with coordinates of lines to the hundredth of a pixel. A line of very many
 * points, which the server would refuse, loses every other one until they are few enough.
 */
export function slim<E extends object>(element: E): E {
  const copy = { ...element } as Record<string, unknown>;
  const { points, pressures } = copy;
  if (!Array.isArray(points)) return copy as E;
  const step = 2 ** Math.max(0, Math.ceil(Math.log2(points.length / MOST_POINTS)));
  copy.points = thinned(points, step).map(rounded);
  if (Array.isArray(pressures) && pressures.length > 0) {
    copy.pressures = thinned(pressures, step).map((one) => round(one, 1000));
  }
  return copy as E;
}

/** The ids of what an element belongs to: such elements travel together. */
export function linksOf(element: object): string[] {
  const { boundElements, startBinding, endBinding, containerId, frameId } = element as Record<
    string,
    unknown
  >;
  const bound = Array.isArray(boundElements)
    ? boundElements.map((one) => (isRecord(one) ? one.id : null))
    : [];
  const ends = [startBinding, endBinding].map((end) => (isRecord(end) ? end.elementId : null));
  return [...bound, ...ends, containerId, frameId].filter((id) => typeof id === "string");
}

/** Every `step`th, and the last. */
function thinned(list: readonly unknown[], step: number): readonly unknown[] {
  return step === 1 ? list : list.filter((_one, index) => index % step === 0 || index === list.length - 1);
}

function rounded(point: unknown): unknown {
  return Array.isArray(point) ? point.map((value) => round(value, 100)) : point;
}

function round(value: unknown, to: number): unknown {
  return typeof value === "number" ? Math.round(value * to) / to : value;
}
