import { type Drawn, type Known, wins } from "./state";

interface Waiting<E> {
  element: E;
  /** What was known of it when the hand went on from there. */
  base: Known | undefined;
}

/** What came for elements that the hand is just on. It is shown when the hand is off. */
export class Held<E extends Drawn> {
  private readonly waiting = new Map<string, Waiting<E>>();

  get size(): number {
    return this.waiting.size;
  }

  /** Of what was to be shown `busy` could not be; `base` says what was known of an element before it came. */
  take(shown: readonly E[], busy: ReadonlySet<string>, base: (id: string) => Known | undefined): void {
    for (const element of shown) {
      const { id } = element;
      const before = this.waiting.get(id);
      if (busy.has(id)) this.waiting.set(id, { element, base: before ? before.base : base(id) });
      else this.waiting.delete(id);
    }
  }

  base(id: string): Known | undefined {
    return this.waiting.get(id)?.base;
  }

  /** The newest of what came for each. */
  elements(): E[] {
    return [...this.waiting.values()].map(({ element }) => element);
  }

  /** Which of them were edited here, before what came was seen. */
  edited(local: ReadonlyMap<string, E>): string[] {
    return [...this.waiting].flatMap(([id, { base }]) => {
      const here = local.get(id);
      return here && wins(here, base) ? [id] : [];
    });
  }

  forget(): void {
    this.waiting.clear();
  }
}
