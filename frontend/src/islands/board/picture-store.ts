import { type DBSchema, openDB } from "idb";

/** Where pictures that were put on a board wait until the server has them. */
export interface PictureStore {
  /** All that wait, by what elements call them. */
  all(): Promise<[string, Blob][]>;
  keep(fileId: string, bytes: Blob): Promise<void>;
  drop(fileId: string): Promise<void>;
}

interface Schema extends DBSchema {
  pictures: { key: string; value: Blob };
}

/** Those of one person (`u:5`) on one board; where the browser has no IndexedDB they do not survive the tab. */
export function openPictures(owner: string, board: number): PictureStore {
  // A database of its own: an older tab that is still open would block a new version of the other one.
  const opening = async () =>
    openDB<Schema>("samovar-board-pictures", 1, {
      upgrade(fresh) {
        fresh.createObjectStore("pictures");
      },
    });
  const database = opening().catch(() => null);
  const start = `${owner}|${board}|`;
  return {
    async all() {
      const opened = await database;
      const found: [string, Blob][] = [];
      for (const key of (await opened?.getAllKeys("pictures")) ?? []) {
        const bytes = key.startsWith(start) ? await opened?.get("pictures", key) : undefined;
        if (bytes) found.push([key.slice(start.length), bytes]);
      }
      return found;
    },
    async keep(fileId, bytes) {
      await (await database)?.put("pictures", bytes, start + fileId);
    },
    async drop(fileId) {
      await (await database)?.delete("pictures", start + fileId);
    },
  };
}
