import type { Position } from "../generated/wire";

/** An event of a stream that has a place in it. */
export interface Sequenced {
  s: string;
  q: number;
}

/** What to do after an event came: apply these in order; on a gap, ask from `positions()`. */
export interface Outcome<E> {
  apply: E[];
  gap: boolean;
}

interface Stream<E> {
  at: Position | null;
  held: Map<number, E>;
}

const HELD_AT_MOST = 1024;

/**
 * Keeps the order of every stream of this tab: applies `q == last + 1`, drops `q <= last`,
 * holds what came after a gap. Pure: knows no socket and no clock.
 */
export class Streams<E extends Sequenced> {
  private readonly streams = new Map<string, Stream<E>>();

  /** Starts a stream at a snapshot's position and gives what was held meanwhile and follows it. */
  open(key: string, at: Position): Outcome<E> {
    const stream = this.streams.get(key) ?? { at: null, held: new Map<number, E>() };
    this.streams.set(key, stream);
    stream.at = { ...at };
    return this.release(stream);
  }

  /** Forgets a stream: nothing of it is asked for again. */
  close(key: string): void {
    this.streams.delete(key);
  }

  /** Takes an event in: of a stream waited for it is held, of one nobody asked for it is dropped. */
  receive(event: E): Outcome<E> {
    const stream = this.streams.get(event.s);
    if (!stream) return { apply: [], gap: false };
    if (stream.at && event.q <= stream.at.seq) return { apply: [], gap: false };
    if (stream.held.size < HELD_AT_MOST) stream.held.set(event.q, event);
    return this.release(stream);
  }

  /** The streams that the server is ahead of, by the heads it told. Another epoch is ahead as well. */
  behind(heads: Readonly<Record<string, Position>>): string[] {
    return Object.entries(heads)
      .filter(([key, head]) => {
        const at = this.streams.get(key)?.at;
        return at != null && (at.epoch !== head.epoch || at.seq < head.seq);
      })
      .map(([key]) => key);
  }

  /** Waits for a snapshot of this stream: what comes from now on is held until `open`. */
  expect(key: string): void {
    this.streams.set(key, { at: null, held: new Map() });
  }

  /** The position of one open stream. */
  position(key: string): Position | null {
    return this.streams.get(key)?.at ?? null;
  }

  /** Where to resume from: all open streams, or only the named ones. */
  positions(keys?: readonly string[]): Record<string, Position> {
    const positions: Record<string, Position> = {};
    for (const [key, stream] of this.streams) {
      if (stream.at && (!keys || keys.includes(key))) positions[key] = { ...stream.at };
    }
    return positions;
  }

  private release(stream: Stream<E>): Outcome<E> {
    const apply: E[] = [];
    if (!stream.at) return { apply, gap: false };
    for (;;) {
      const next = stream.held.get(stream.at.seq + 1);
      if (!next) break;
      stream.held.delete(next.q);
      stream.at.seq = next.q;
      apply.push(next);
    }
    for (const q of [...stream.held.keys()]) if (q <= stream.at.seq) stream.held.delete(q);
    return { apply, gap: stream.held.size > 0 };
  }
}
