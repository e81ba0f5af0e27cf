/** What two browsers tell each other while their media go over from one way to another. */

/**
 * `here`: I have arrived on the way of this generation and send everything there. `carried`: everything of
 * yours comes to me by it. When both have said so, the old way between the two is of no use any more.
 */
export interface SwitchWord {
  readonly word: "here" | "carried";
  readonly generation: number;
}

/** Read what came from another browser; null when it is something else. */
export function readWord(data: unknown): SwitchWord | null {
  if (typeof data !== "object" || data === null || !("word" in data) || !("generation" in data)) return null;
  const { word, generation } = data;
  if ((word !== "here" && word !== "carried") || typeof generation !== "number") return null;
  return { word, generation };
}

/** Who has said what, and to whom it was said, by generation; what belongs to an older one is forgotten. */
export class SwitchWords {
  private generation = 0;
  private readonly here = new Set<string>();
  private readonly theirs = new Set<string>();
  private readonly mine = new Set<string>();

  begin(generation: number): void {
    if (generation <= this.generation) return;
    this.generation = generation;
    for (const set of [this.here, this.theirs, this.mine]) set.clear();
  }

  hear(identity: string, { word, generation }: SwitchWord): void {
    // Somebody may be ahead of us; what he says counts when we are there.
    this.begin(generation);
    if (generation === this.generation) (word === "here" ? this.here : this.theirs).add(identity);
  }

  isHere(identity: string, generation: number): boolean {
    return generation === this.generation && this.here.has(identity);
  }

  /** Remember that it was said that all of this one comes; false when it was said before. */
  sayCarried(identity: string): boolean {
    const news = !this.mine.has(identity);
    this.mine.add(identity);
    return news;
  }

  /** Both have said that they get everything. */
  isDone(identity: string): boolean {
    return this.mine.has(identity) && this.theirs.has(identity);
  }
}
