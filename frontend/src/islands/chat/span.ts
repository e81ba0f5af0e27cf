/** The part of the log that is in the page, so that a room of 10,000 messages scrolls like one of ten. */
export interface Span {
  start: number;
  end: number;
}

/** So many entries are in the page at most. */
export const SPAN = 120;
/** So many are added at an edge that comes near. */
export const STEP = 40;

/** The newest entries. */
export function tail(total: number): Span {
  return { start: Math.max(0, total - SPAN), end: total };
}

/** Does the page show the newest entry? */
export function atTail(span: Span, total: number): boolean {
  return span.end >= total;
}

/** Moves towards the older ones. */
export function older(span: Span): Span {
  const start = Math.max(0, span.start - STEP);
  return { start, end: Math.min(span.end, start + SPAN) };
}

/** Moves towards the newer ones. */
export function newer(span: Span, total: number): Span {
  const end = Math.min(total, span.end + STEP);
  return { start: Math.max(span.start, end - SPAN), end };
}

/** The same entries after `count` were put before them. */
export function shifted(span: Span, count: number): Span {
  return { start: span.start + count, end: span.end + count };
}
