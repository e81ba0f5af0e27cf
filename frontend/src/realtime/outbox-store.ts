import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { OutboxStore, Unsent } from "./outbox";

interface Schema extends DBSchema {
  unsent: { key: string; value: Unsent; indexes: { owner: string } };
}

const NAME = "samovar-outbox";

/** Unsent messages in IndexedDB; where the browser has none (some private windows) in memory only. */
export function openStore(): OutboxStore {
  const database = openDB<Schema>(NAME, 1, {
    upgrade(fresh) {
      fresh.createObjectStore("unsent", { keyPath: "cid" }).createIndex("owner", "owner");
    },
  });
  const chosen = database.then(indexed).catch(inMemory);
  return {
    all: async (owner) => (await chosen).all(owner),
    put: async (unsent) => (await chosen).put(unsent),
    remove: async (cid) => (await chosen).remove(cid),
  };
}

function indexed(database: IDBPDatabase<Schema>): OutboxStore {
  return {
    all: (owner) => database.getAllFromIndex("unsent", "owner", owner),
    put: async (unsent) => {
      await database.put("unsent", unsent);
    },
    remove: (cid) => database.delete("unsent", cid),
  };
}

function inMemory(): OutboxStore {
  const kept = new Map<string, Unsent>();
  return {
    all: async (owner) => [...kept.values()].filter((unsent) => unsent.owner === owner),
    put: async (unsent) => {
      kept.set(unsent.cid, unsent);
    },
    remove: async (cid) => {
      kept.delete(cid);
    },
  };
}
