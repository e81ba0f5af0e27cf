import { type DBSchema, openDB } from "idb";
import type { Drawn } from "./state";

/** Where what is drawn waits until the server has it. Keys are made by `pageKey`. */
export interface UnsentStore<E> {
  load(key: string): Promise<E[]>;
  /** Keeps `elements` instead of `former`, which this tab kept or found; what other tabs keep there stays. */
  save(key: string, elements: readonly E[], former: readonly E[]): Promise<void>;
  /** The pages of a board that have something waiting. */
  pages(owner: string, board: number): Promise<number[]>;
}

interface Schema extends DBSchema {
  unsent: { key: string; value: unknown[] };
}

const NAME = "samovar-board";

/** Names what somebody (`u:5`) has unsent on a page. */
export function pageKey(owner: string, board: number, page: number): string {
  return `${owner}|${board}|${page}`;
}

/** The unsent edits in IndexedDB; where the browser has none (some private windows) in memory only. */
export function openUnsent<E extends Drawn>(): UnsentStore<E> {
  // Without IndexedDB it throws at once.
  const opening = async () =>
    openDB<Schema>(NAME, 1, {
      upgrade(fresh) {
        fresh.createObjectStore("unsent");
      },
    });
  const database = opening().catch(() => null);
  const memory = new Map<string, readonly unknown[]>();
  return {
    async load(key) {
      const kept = (await (await database)?.get("unsent", key)) ?? memory.get(key) ?? [];
      return [...kept] as E[];
    },
    async save(key, elements, former) {
      const opened = await database;
      const kept = (there: readonly unknown[] = []): E[] => instead(there as readonly E[], elements, former);
      if (!opened) {
        memory.set(key, kept(memory.get(key)));
        return;
      }
      // One tab after the other: each finds what the one before it wrote.
      const turn = opened.transaction("unsent", "readwrite");
      const now = kept(await turn.store.get(key));
      await Promise.all([now.length > 0 ? turn.store.put(now, key) : turn.store.delete(key), turn.done]);
    },
    async pages(owner, board) {
      const keys = (await (await database)?.getAllKeys("unsent")) ?? [...memory.keys()];
      const start = pageKey(owner, board, 0).slice(0, -1);
      return keys.filter((key) => key.startsWith(start)).map((key) => Number(key.slice(start.length)));
    },
  };
}

/** What is `there`, with `elements` in the place of `former`, each edit once. */
function instead<E extends Drawn>(there: readonly E[], elements: readonly E[], former: readonly E[]): E[] {
  const edit = ({ id, version, versionNonce }: E): string => `${id} ${version} ${versionNonce}`;
  const own = new Set([...elements, ...former].map(edit));
  return [...there.filter((one) => !own.has(edit(one))), ...elements];
}

/** What this tab has unsent on one page, in the store. */
export class Kept<E extends Drawn> {
  private former: readonly E[] = [];

  constructor(
    private readonly store: UnsentStore<E>,
    private readonly key: string,
  ) {}

  /** What waits there, also from tabs that are closed. From now on it is this tab's. */
  async load(): Promise<E[]> {
    this.former = await this.store.load(this.key);
    return [...this.former];
  }

  async save(elements: readonly E[]): Promise<void> {
    const { former } = this;
    if (elements.length === 0 && former.length === 0) return;
    this.former = elements;
    await this.store.save(this.key, elements, former);
  }
}
