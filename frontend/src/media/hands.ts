import type { Source } from "./mediaSession";

/**
 * Opens and stops each source by one hand at a time. What is wished meanwhile is not lost: the last wish is done
 * afterwards. Else a key that was let go while the microphone was still opening would leave it open.
 */
export class Hands {
  private readonly busy = new Set<Source>();
  private readonly wishes = new Map<Source, boolean>();

  constructor(private readonly changed: () => void) {}

  isBusy(source: Source): boolean {
    return this.busy.has(source);
  }

  /** Keep this wish until what is under way is over. False when nothing is. */
  keep(source: Source, on: boolean): boolean {
    if (!this.busy.has(source)) return false;
    this.wishes.set(source, on);
    return true;
  }

  /** Do something with a source unless something is done with it. Returns the last wish that came meanwhile. */
  async during(source: Source, work: () => Promise<void>): Promise<boolean | undefined> {
    if (this.busy.has(source)) return undefined;
    this.busy.add(source);
    this.changed();
    try {
      await work();
      return this.wishes.get(source);
    } finally {
      this.wishes.delete(source);
      this.busy.delete(source);
      this.changed();
    }
  }

  /** The call is over: nobody wishes anything any more. */
  forget(): void {
    this.wishes.clear();
  }
}
