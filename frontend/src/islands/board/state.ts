/** What the board's merge rule looks at; the rest of an element travels as it is. */
export interface Drawn {
  id: string;
  version: number;
  versionNonce: number;
  isDeleted: boolean;
}

export type Known = Readonly<Pick<Drawn, "version" | "versionNonce">>;
type Kept = Readonly<Pick<Drawn, "version" | "versionNonce" | "isDeleted">>;

/** Does `left` win over `right`? The higher version, then the lower nonce; the same as on the server. */
export function wins(left: Known, right: Known | undefined): boolean {
  if (!right || left.version !== right.version) return !right || left.version > right.version;
  return left.versionNonce < right.versionNonce;
}

/** Is it another edit than `known`? */
export function differs(element: Known, known: Known | undefined): boolean {
  return element.version !== known?.version || element.versionNonce !== known.versionNonce;
}

/** What the server has, so that only what is new to it is sent, and nothing that came from it. */
export class Ledger {
  private readonly known = new Map<string, Kept>();

  /** These came from the server, or were stored there; of an element the newest counts. */
  note(elements: Iterable<Drawn>): void {
    for (const { id, version, versionNonce, isDeleted } of elements) {
      const fresh = { version, versionNonce, isDeleted };
      if (wins(fresh, this.known.get(id))) this.known.set(id, fresh);
    }
  }

  /** The server's page is to be read anew. */
  forget(): void {
    this.known.clear();
  }

  /** The server has no such element after all. */
  drop(id: string): void {
    this.known.delete(id);
  }

  /** What is known of the server's element. */
  of(id: string): Known | undefined {
    return this.known.get(id);
  }

  /** Is it not older than what is known of the server? */
  isNews(element: Drawn): boolean {
    const known = this.known.get(element.id);
    return !known || !wins(known, element);
  }

  /** Does the server have a living element that is not among these? Then the scene was replaced by another one. */
  misses(elements: readonly Drawn[]): boolean {
    const here = new Set(elements.map(({ id }) => id));
    for (const [id, { isDeleted }] of this.known) if (!isDeleted && !here.has(id)) return true;
    return false;
  }

  /** What has to be sent; an element that came and went before the server heard of it is not. */
  unsent<E extends Drawn>(elements: readonly E[]): E[] {
    return elements.filter((element) => {
      const known = this.known.get(element.id);
      return known ? wins(element, known) : !element.isDeleted;
    });
  }
}

/** What becomes of elements from afar: which are shown, and which of the own edits lost to them. */
export interface Judged<E> {
  shown: E[];
  lost: E[];
}

/**
 * The merge rule. An element that was not edited here (its id is not in `mine`) is as the server says; of an
 * own edit and the server's element the rule of the server chooses.
 */
export function judge<E extends Drawn>(
  local: ReadonlyMap<string, E>,
  remote: readonly E[],
  mine: ReadonlySet<string>,
): Judged<E> {
  const judged: Judged<E> = { shown: [], lost: [] };
  for (const element of remote) {
    const here = mine.has(element.id) ? local.get(element.id) : undefined;
    if (here && wins(here, element)) continue;
    judged.shown.push(element);
    if (here && wins(element, here)) judged.lost.push(here);
  }
  return judged;
}

/** Elements by their ids. */
export function byId<E extends Drawn>(elements: Iterable<E>): Map<string, E> {
  const found = new Map<string, E>();
  for (const element of elements) found.set(element.id, element);
  return found;
}

/** Of each element the edit that wins over the others. */
export function winners<E extends Drawn>(edits: Iterable<E>): Map<string, E> {
  const found = new Map<string, E>();
  for (const edit of edits) if (wins(edit, found.get(edit.id))) found.set(edit.id, edit);
  return found;
}
