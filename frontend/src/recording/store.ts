/** Pieces that wait to be sent, in IndexedDB, so that a closed tab loses only the one that was being made. */

import { type DBSchema, type IDBPDatabase, openDB } from "idb";

/**
 * A piece: `n` counts from 0 in each `run` of a recording. `head` is what stands before the first cluster of its run and
 * `opening` how the cluster begins that it goes on with, so that it can be played without those before it. `aside`: the
 * server would not have it.
 */
export interface Piece {
  readonly recording: number;
  readonly run: number;
  readonly n: number;
  readonly content: ArrayBuffer;
  readonly head?: ArrayBuffer;
  readonly opening?: ArrayBuffer;
  readonly aside?: boolean;
}

export interface PieceStore {
  put(piece: Piece): Promise<void>;
  /** The oldest of a recording that is to be sent. */
  first(recording: number): Promise<Piece | null>;
  /** All that waits of a recording, in order. */
  all(recording: number): Promise<Piece[]>;
  /** How many of a recording lie aside. */
  aside(recording: number): Promise<number>;
  /** Those that lie aside are to be sent again. */
  takeUp(recording: number): Promise<void>;
  remove(piece: Piece): Promise<void>;
  /** Recordings of which something waits. */
  recordings(): Promise<number[]>;
  forget(recording: number): Promise<void>;
}

type Key = [recording: number, run: number, n: number];

interface Schema extends DBSchema {
  pieces: { key: Key; value: Piece };
}

const NAME = "samovar-recordings";
const MOST = Number.MAX_SAFE_INTEGER;

/** Where the browser has no IndexedDB (some private windows), pieces wait in memory. */
export function openPieces(): PieceStore {
  const opened = openDB<Schema>(NAME, 1, {
    upgrade(fresh) {
      fresh.createObjectStore("pieces", { keyPath: ["recording", "run", "n"] });
    },
  });
  const chosen = opened.then(indexed).catch(inMemory);
  return {
    put: async (piece) => (await chosen).put(piece),
    first: async (recording) => (await chosen).first(recording),
    all: async (recording) => (await chosen).all(recording),
    aside: async (recording) => (await chosen).aside(recording),
    takeUp: async (recording) => (await chosen).takeUp(recording),
    remove: async (piece) => (await chosen).remove(piece),
    recordings: async () => (await chosen).recordings(),
    forget: async (recording) => (await chosen).forget(recording),
  };
}

function range(recording: number): IDBKeyRange {
  return IDBKeyRange.bound([recording, 0, 0], [recording, MOST, MOST]);
}

function indexed(database: IDBPDatabase<Schema>): PieceStore {
  return {
    put: async (piece) => {
      await database.put("pieces", piece);
    },
    first: async (recording) => {
      let cursor = await database.transaction("pieces").store.openCursor(range(recording));
      while (cursor?.value.aside) cursor = await cursor.continue();
      return cursor?.value ?? null;
    },
    all: (recording) => database.getAll("pieces", range(recording)),
    aside: async (recording) => {
      const kept = await database.getAll("pieces", range(recording));
      return kept.filter((one) => one.aside).length;
    },
    takeUp: async (recording) => {
      const writing = database.transaction("pieces", "readwrite");
      for await (const cursor of writing.store.iterate(range(recording)))
        if (cursor.value.aside) await cursor.update({ ...cursor.value, aside: false });
      await writing.done;
    },
    remove: ({ recording, run, n }) => database.delete("pieces", [recording, run, n]),
    recordings: async () => {
      const keys = await database.getAllKeys("pieces");
      return [...new Set(keys.map(([recording]) => recording))];
    },
    forget: (recording) => database.delete("pieces", range(recording)),
  };
}

/** Only for as long as the page lives. */
export function inMemory(): PieceStore {
  let kept: Piece[] = [];
  const same = (one: Piece, other: Piece): boolean =>
    one.recording === other.recording && one.run === other.run && one.n === other.n;
  const all = (recording: number): Piece[] =>
    kept.filter((one) => one.recording === recording).sort((a, b) => a.run - b.run || a.n - b.n);
  return {
    put: async (piece) => {
      kept = [...kept.filter((one) => !same(one, piece)), piece];
    },
    first: async (recording) => all(recording).find(({ aside }) => !aside) ?? null,
    all: async (recording) => all(recording),
    aside: async (recording) => all(recording).filter(({ aside }) => aside).length,
    takeUp: async (recording) => {
      kept = kept.map((one) => (one.recording === recording ? { ...one, aside: false } : one));
    },
    remove: async (piece) => {
      kept = kept.filter((one) => !same(one, piece));
    },
    recordings: async () => [...new Set(kept.map(({ recording }) => recording))],
    forget: async (recording) => {
      kept = kept.filter((one) => one.recording !== recording);
    },
  };
}
