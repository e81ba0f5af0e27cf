import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { beforeEach, expect, test } from "vitest";
import { Refused } from "../../realtime/requests";
import { packed } from "./packing";
import type { Drawn } from "./state";
import { BoardSync } from "./sync";
import type { Line, Sheet } from "./sync-ends";
import { openUnsent, pageKey, type UnsentStore } from "./unsent-store";

type Read = { page?: number; epoch?: string; since?: number };
type Asked = (op: string, data: Read & { elements?: Box[] }) => unknown;

const box = (version: number, x: number): Drawn & { x: number } => {
  return { id: "box", version, versionNonce: 1, isDeleted: false, x };
};
type Box = ReturnType<typeof box>;

/** A page of one board as the server has it, and the line to it. */
class Served implements Line {
  readonly status = "open";
  readonly me = "alice";
  seq = 1;
  canDraw = true;
  epoch = "one";
  elements = new Map<string, Box>([["box", box(1, 0)]]);
  /** Is there too much on the page for an answer? */
  isLarge = false;
  readonly reads: Read[] = [];
  readonly sent: Box[][] = [];
  private readonly handlers = new Map<string, (data: never) => void>();

  constructor(private readonly answer: (served: Served) => unknown) {}

  request: Line["request"] = async (op, data) => (this.asked as Asked)(op, data as never) as never;

  private readonly asked: Asked = (op, data) => {
    if (op === "board.op") {
      this.sent.push(data.elements ?? []);
      return this.answer(this);
    }
    this.reads.push({ ...data });
    const isNew = data.epoch !== this.epoch || (data.since ?? 0) < this.seq;
    const elements = isNew ? [...this.elements.values()] : [];
    return {
      board: 7,
      page: 3,
      epoch: this.epoch,
      seq: this.seq,
      can_draw: this.canDraw,
      elements: this.isLarge ? null : elements,
    };
  };

  on: Line["on"] = (name, handler) => {
    this.handlers.set(name, handler as never);
    return () => this.handlers.delete(name);
  };

  onReady(): () => void {
    return () => undefined;
  }

  async scene(): Promise<unknown> {
    return { elements: [...this.elements.values()].filter(({ isDeleted }) => !isDeleted) };
  }

  /** Somebody else stored this; everybody is told. */
  store(element: Box): void {
    this.seq += 1;
    this.elements.set(element.id, element);
    const told = { board: 7, page: 3, seq: this.seq, elements: [element] };
    this.handlers.get("board.changed")?.(told as never);
  }
}

class Paper implements Sheet<Box> {
  readonly drawn = new Map<string, Box>();
  /** What the hand is just on. */
  hand = "";
  scene = () => [...this.drawn.values()];
  ready = () => true;
  bring(elements: readonly Box[], anew: boolean): Box[] {
    if (anew) this.drawn.clear();
    const held = elements.filter(({ id }) => id === this.hand && !anew);
    for (const element of elements) if (!held.includes(element)) this.drawn.set(element.id, element);
    return held;
  }
}

const nowhere: UnsentStore<Box> = {
  load: async () => [],
  save: async () => undefined,
  pages: async () => [],
};

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

const taken = (): unknown => ({ lost: [] });

const seated = async (answer: (served: Served) => unknown, store = nowhere) => {
  const served = new Served(answer);
  const paper = new Paper();
  const sync = new BoardSync<Box>(1, 0, paper, served, store);
  await sync.enter();
  return { served, paper, sync };
};

test("a refusal that is older than what was told meanwhile does not stay on the page", async () => {
  const { paper, sync, served } = await seated((here) => {
    here.store(box(5, 50));
    throw new Refused("no_pen", "", undefined, [{ ...box(1, 0) }]);
  });
  paper.drawn.set("box", box(2, 20));
  await sync.flush();
  await expect.poll(() => served.reads.length).toBe(2);
  await expect.poll(() => paper.drawn.get("box")).toEqual(box(5, 50));
  sync.stop();
});

test("a refusal that names nothing takes nothing off the page that the server has", async () => {
  const { paper, sync } = await seated(() => {
    throw new Refused("invalid");
  });
  paper.drawn.set("box", box(2, 20));
  paper.drawn.set("mine", { ...box(1, 9), id: "mine" });
  await sync.flush();
  await expect.poll(() => paper.scene()).toEqual([box(1, 0)]);
  sync.stop();
});

test("what was given up while the page was being read is not shown again", async () => {
  const { paper, sync, served } = await seated(taken);
  served.canDraw = false;
  await sync.enter();
  paper.drawn.set("mine", { ...box(1, 9), id: "mine" });
  const reading = sync.enter();
  await sync.flush();
  await reading;
  await expect.poll(() => paper.scene()).toEqual([box(1, 0)]);
  expect(served.reads.at(-1)?.epoch).toBe("");
  sync.stop();
});

test("a page that is read whole has nothing that was deleted meanwhile", async () => {
  const { paper, sync, served } = await seated(taken);
  served.seq = 400;
  served.elements.set("box", { ...box(2, 0), isDeleted: true });
  served.elements.set("other", { ...box(1, 1), id: "other" });
  served.isLarge = true;
  await sync.enter();
  expect(paper.scene()).toEqual([{ ...box(1, 1), id: "other" }]);
  sync.stop();
});

test("what is told while kept edits are looked up is not covered by what was read before", async () => {
  const served = new Served(taken);
  const paper = new Paper();
  const slow: UnsentStore<Box> = {
    ...nowhere,
    load: async () => {
      if (served.seq === 1) served.store(box(5, 50));
      return [];
    },
  };
  const sync = new BoardSync<Box>(1, 0, paper, served, slow);
  await sync.enter();
  expect(paper.scene()).toEqual([box(5, 50)]);
  expect(sync.state?.seq).toBe(2);
  sync.stop();
});

test("the first page stays in sight when another one is put in front of it", async () => {
  const { sync, served } = await seated(taken);
  await sync.enter();
  expect(served.reads.map(({ page }) => page)).toEqual([0, 3]);
  sync.stop();
});

test("what no frame can carry is handed back, and the rest is sent", async () => {
  const { paper, sync, served } = await seated(taken);
  const left: Box[] = [];
  sync.events.on("left", (elements) => left.push(...elements));
  const huge = { ...box(1, 9), id: "huge", text: "x".repeat(200_000) };
  paper.drawn.set("huge", huge);
  paper.drawn.set("mine", { ...box(1, 9), id: "mine" });
  await sync.flush();
  expect(left).toEqual([huge]);
  await expect.poll(() => served.sent).toEqual([[{ ...box(1, 9), id: "mine" }]]);
  sync.stop();
});

test("an edit that lost while the line was bad is kept aside as soon as there is an answer", async () => {
  let bad = true;
  const { paper, sync, served } = await seated(() => {
    if (bad) throw new Refused("offline");
    return { lost: [] };
  });
  paper.drawn.set("box", box(2, 20));
  served.store(box(5, 50));
  await sync.flush();
  bad = false;
  await expect.poll(() => served.sent.slice(0, 2)).toEqual([[box(2, 20)], [box(2, 20)]]);
  await sync.flush();
  expect(served.sent.length).toBe(2);
  sync.stop();
});

test("what arrived though its answer was lost has lost to nobody, whatever else happened to the page", async () => {
  const { paper, sync, served } = await seated((here) => {
    here.store(box(2, 20));
    throw new Refused("offline");
  });
  let lost = 0;
  sync.events.on("lost", () => {
    lost += 1;
  });
  paper.drawn.set("box", box(2, 20));
  served.elements.set("box", box(2, 20));
  served.epoch = "two";
  await sync.enter();
  expect(paper.scene()).toEqual([box(2, 20)]);
  expect(lost).toBe(0);
  sync.stop();
});

test("what was drawn on after it was sent is handed out as it is by then", async () => {
  const left: Box[] = [];
  const { paper, sync } = await seated(() => {
    paper.drawn.set("box", box(3, 30));
    throw new Refused("bad_element", "", undefined, [{ ...box(1, 0) }]);
  });
  sync.events.on("left", (elements) => left.push(...elements));
  paper.drawn.set("box", box(2, 20));
  await sync.flush();
  expect(left).toEqual([box(3, 30)]);
  sync.stop();
});

test("many arrows at one box go in several parcels, none too long for a frame", () => {
  const arrows = Array.from({ length: 300 }, (_one, at) => {
    return { ...box(1, at), id: `arrow${at}`, text: "x".repeat(800), startBinding: { elementId: "box" } };
  });
  const hub = { ...box(1, 0), boundElements: arrows.map(({ id }) => ({ id, type: "arrow" })) };
  let waiting: Drawn[] = [hub, ...arrows];
  const sizes: number[] = [];
  while (waiting.length > 0) {
    const parcel = packed(waiting, []);
    expect(parcel.length).toBeGreaterThan(0);
    sizes.push(JSON.stringify(parcel).length);
    const sent = new Set(parcel.map(({ id }) => id));
    waiting = waiting.filter(({ id }) => !sent.has(id));
  }
  expect(Math.max(...sizes)).toBeLessThan(70_000);
});

test("a drag that loses to a newer edit is kept aside when the hand is off", async () => {
  const { paper, sync, served } = await seated(taken);
  let lost = 0;
  sync.events.on("lost", (count) => {
    lost += count;
  });
  paper.hand = "box";
  paper.drawn.set("box", box(2, 20));
  served.store(box(5, 50));
  paper.drawn.set("box", box(3, 30));
  served.store(box(6, 60));
  await sync.flush();
  expect(lost).toBe(0);
  expect(paper.scene()).toEqual([box(3, 30)]);
  paper.hand = "";
  await sync.flush();
  expect(paper.scene()).toEqual([box(6, 60)]);
  expect(served.sent).toEqual([[box(3, 30)]]);
  expect(lost).toBe(1);
  sync.stop();
});

test("a drag that goes on past a newer edit wins, and one that changed nothing loses nothing", async () => {
  const { paper, sync, served } = await seated(taken);
  let lost = 0;
  sync.events.on("lost", (count) => {
    lost += count;
  });
  paper.hand = "box";
  served.store(box(5, 50));
  paper.hand = "";
  await sync.flush();
  expect(paper.scene()).toEqual([box(5, 50)]);
  paper.hand = "box";
  paper.drawn.set("box", box(6, 60));
  served.store(box(7, 70));
  paper.drawn.set("box", box(9, 90));
  paper.hand = "";
  await sync.flush();
  expect(served.sent).toEqual([[box(9, 90)]]);
  expect(paper.scene()).toEqual([box(9, 90)]);
  expect(lost).toBe(0);
  sync.stop();
});

test("a drag is kept aside too when the whole page is read anew under the hand", async () => {
  const { paper, sync, served } = await seated(taken);
  paper.hand = "box";
  paper.drawn.set("box", box(2, 20));
  served.store(box(5, 50));
  served.epoch = "two";
  await sync.enter();
  await sync.flush();
  expect(paper.scene()).toEqual([box(5, 50)]);
  expect(served.sent).toEqual([[box(2, 20)]]);
  sync.stop();
});

test("two tabs keep apart what each has unsent, and who comes later sends all of it once", async () => {
  const store = openUnsent<Box>();
  const key = pageKey("alice", 7, 3);
  const offline = (): unknown => {
    throw new Refused("offline");
  };
  const drawn = (id: string, version = 1) => ({ ...box(version, 9), id });
  const one = await seated(offline, store);
  const two = await seated(offline, store);
  one.paper.drawn.set("mine", drawn("mine"));
  await one.sync.flush();
  two.paper.drawn.set("other", drawn("other"));
  await two.sync.flush();
  // A tab that goes on takes back only what it kept itself.
  one.paper.drawn.set("mine", drawn("mine", 2));
  await one.sync.flush();
  expect(await store.load(key)).toEqual([drawn("other"), drawn("mine", 2)]);
  for (const { sync } of [one, two]) sync.stop();
  const late = await seated(taken, store);
  await late.sync.flush();
  const sent = late.served.sent.flat().sort((left, right) => left.id.localeCompare(right.id));
  expect(sent).toEqual([drawn("mine", 2), drawn("other")]);
  await late.sync.flush();
  expect(late.served.sent.length).toBe(1);
  expect(await store.load(key)).toEqual([]);
  late.sync.stop();
});

test("of what two tabs made of one thing the rule chooses, and the other is kept aside", async () => {
  const store = openUnsent<Box>();
  await store.save(pageKey("alice", 7, 3), [box(4, 40), box(3, 30)], []);
  const { paper, sync, served } = await seated(taken, store);
  expect(paper.scene()).toEqual([box(4, 40)]);
  await sync.flush();
  await sync.flush();
  expect(served.sent).toEqual([[box(4, 40)], [box(3, 30)]]);
  sync.stop();
});

test("without the pen an edit that lost is handed out instead of being kept aside", async () => {
  const store = openUnsent<Box>();
  const left: Box[] = [];
  await store.save(pageKey("alice", 7, 3), [box(2, 20)], []);
  const served = new Served(taken);
  served.canDraw = false;
  served.elements.set("box", box(5, 50));
  const sync = new BoardSync<Box>(1, 0, new Paper(), served, store);
  sync.events.on("left", (elements) => left.push(...elements));
  await sync.enter();
  await sync.flush();
  await sync.flush();
  expect(left).toEqual([box(2, 20)]);
  expect(await store.load(pageKey("alice", 7, 3))).toEqual([]);
  sync.stop();
});
