import { expect, test } from "vitest";
import type { Failure } from "../../generated/wire";
import { Refused } from "../../realtime/requests";
import { type Drawn, wins } from "./state";
import { BoardSync } from "./sync";
import type { Line, Sheet } from "./sync-ends";
import type { UnsentStore } from "./unsent-store";

/**
 * People who draw at random over bad connections with the sync of the browser and a real server:
 * `tests/boards/test_simulated_clients.py` starts the server and tells where it is. `npm test` leaves it to that.
 */
interface Told {
  url: string;
  tokens: string[];
  rooms: number[];
  rule: "right" | "wrong";
}

interface Frame {
  hello?: { me: string };
  id?: number;
  ok?: unknown;
  err?: Failure;
  e?: string;
  d?: unknown;
}

type Box = Drawn & Record<string, unknown> & { index: string };
type Chance = () => number;

const told: Told = JSON.parse(process.env.SAMOVAR_SIMULATED ?? "");
const STEPS = 60;

/** The same numbers for the same seed. */
function chanceOf(seed: number): Chance {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

/** A connection that loses some events, tells some twice, and can be cut. */
class BadLine implements Line {
  status = "idle";
  me: string | null = null;
  private socket: WebSocket | null = null;
  private readonly waiting = new Map<number, { resolve(ok: never): void; reject(error: Error): void }>();
  private readonly handlers = new Map<string, Set<(data: never) => void>>();
  private readonly ready = new Set<() => void>();
  private last = 0;

  constructor(
    private readonly address: string,
    private readonly room: number,
    private readonly chance: Chance,
  ) {}

  /** Is there, at the latest when a machine with much to do lets it. */
  async come(): Promise<void> {
    while (this.status !== "open") await this.connect().catch(() => this.cut());
    for (const handler of this.ready) handler();
  }

  private async connect(): Promise<void> {
    const socket = new WebSocket(this.address);
    this.socket = socket;
    await new Promise<void>((resolve, reject) => {
      socket.onclose = () => {
        // The server has let it go, which is a cut like any other.
        if (this.socket === socket) this.cut();
        reject(new Refused("offline"));
      };
      socket.onmessage = ({ data }) => {
        const frames: Frame | Frame[] = JSON.parse(String(data));
        for (const frame of [frames].flat()) {
          if (frame.hello) {
            this.me = frame.hello.me;
            resolve();
          } else this.take(frame);
        }
      };
    });
    this.status = "open";
    await this.request("room.enter", { room: this.room } as never);
  }

  cut(): void {
    this.status = "connecting";
    this.socket?.close();
    for (const { reject } of this.waiting.values()) reject(new Refused("offline"));
    this.waiting.clear();
  }

  request: Line["request"] = (op, data) => {
    this.last += 1;
    const id = this.last;
    return new Promise((resolve, reject) => {
      if (this.status !== "open") reject(new Refused("offline"));
      this.waiting.set(id, { resolve, reject });
      this.socket?.send(JSON.stringify({ ...data, id, op }));
    });
  };

  on: Line["on"] = (name, handler) => {
    const known = this.handlers.get(name) ?? new Set();
    this.handlers.set(name, known.add(handler));
    return () => known.delete(handler);
  };

  onReady(handler: () => void): () => void {
    this.ready.add(handler);
    return () => this.ready.delete(handler);
  }

  scene(): Promise<unknown> {
    throw new Error("the page is small");
  }

  private take(frame: Frame): void {
    if (frame.id === undefined) this.tell(frame);
    else this.answer(frame.id, frame);
  }

  private tell({ e, d }: Frame): void {
    const luck = this.chance();
    const times = luck < 0.15 ? 0 : luck > 0.85 ? 2 : 1;
    for (let time = 0; time < times; time++)
      for (const handler of this.handlers.get(e ?? "") ?? []) handler(d as never);
  }

  private answer(id: number, { ok, err }: Frame): void {
    const asked = this.waiting.get(id);
    this.waiting.delete(id);
    if (err) asked?.reject(new Refused(err.code, err.message, err.retry, err.current));
    else asked?.resolve(ok as never);
  }
}

/** A page without an editor. With the wrong rule nothing of one's own is ever replaced. */
class Paper implements Sheet<Box> {
  readonly drawn = new Map<string, Box>();

  constructor(private readonly isWrong: boolean) {}

  scene(): Box[] {
    return [...this.drawn.values()];
  }

  bring(elements: readonly Box[], anew: boolean): Box[] {
    if (anew) this.drawn.clear();
    for (const element of elements) {
      const here = this.drawn.get(element.id);
      if (here && this.isWrong && wins(element, here)) continue;
      this.drawn.set(element.id, element);
    }
    return [];
  }

  ready(): boolean {
    return true;
  }

  living(): Box[] {
    return this.scene().filter(({ isDeleted }) => !isDeleted);
  }
}

class Person {
  readonly paper: Paper;
  readonly sync: BoardSync<Box>;
  readonly line: BadLine;
  private made = 0;

  constructor(
    readonly name: string,
    address: string,
    room: number,
    isWrong: boolean,
    private readonly chance: Chance,
  ) {
    const kept = new Map<string, readonly Box[]>();
    const store: UnsentStore<Box> = {
      load: async (key) => [...(kept.get(key) ?? [])],
      save: async (key, elements) => {
        kept.set(key, elements);
      },
      pages: async () => [],
    };
    this.paper = new Paper(isWrong);
    this.line = new BadLine(address, room, chance);
    this.sync = new BoardSync<Box>(room, 0, this.paper, this.line, store);
  }

  draw(): void {
    if (!this.sync.state?.can_draw) return;
    const living = this.paper.living();
    const one = living[Math.floor(this.chance() * living.length)];
    const luck = this.chance();
    if (!one || luck < 0.3) this.add();
    else this.edit(one, luck < 0.45 ? { isDeleted: true } : { x: Math.floor(this.chance() * 1000) });
    this.sync.touch();
  }

  private edit(one: Box, fields: Partial<Box>): void {
    const versionNonce = Math.floor(this.chance() * 2 ** 31);
    this.paper.drawn.set(one.id, { ...one, ...fields, version: one.version + 1, versionNonce });
  }

  private add(): void {
    this.made += 1;
    const id = `${this.name}${this.made}`;
    this.paper.drawn.set(id, { ...BOX, id, versionNonce: Math.floor(this.chance() * 2 ** 31) });
  }
}

const BOX = {
  type: "rectangle",
  x: 0,
  y: 0,
  width: 9,
  height: 9,
  angle: 0,
  strokeColor: "#1e1e1e",
  backgroundColor: "transparent",
  fillStyle: "solid",
  strokeWidth: 2,
  strokeStyle: "solid",
  roundness: null,
  roughness: 1,
  opacity: 100,
  seed: 1,
  version: 1,
  versionNonce: 1,
  // All on one place: the server puts them in order.
  index: "a0",
  isDeleted: false,
  groupIds: [],
  frameId: null,
  boundElements: null,
  updated: 1,
  link: null,
  locked: false,
};

async function simulated({ url, tokens, rule }: Told, room: number, seed: number): Promise<string[]> {
  const chance = chanceOf(seed);
  const people = tokens.map((token, index) => {
    const isWrong = rule === "wrong" && index === 2;
    return new Person(`p${index}-`, `${url}/ws/?token=${token}`, room, isWrong, chance);
  });
  for (const { line, sync } of people) {
    await line.come();
    await sync.enter();
  }
  await policy(people[0], "everybody");
  for (const { sync } of people) await sync.enter();
  for (let step = 0; step < STEPS; step++) {
    const one = people[Math.floor(chance() * people.length)];
    if (one) await turn(one, people[0], chance);
  }
  await settle(people);
  const pages = people.map(({ paper }) => seen(paper));
  for (const { sync, line } of people) {
    sync.stop();
    line.cut();
  }
  return pages;
}

async function policy(host: Person | undefined, said: "host" | "everybody"): Promise<void> {
  const board = host?.sync.state?.board;
  if (!board || host.line.status !== "open") return;
  // Who is cut off meanwhile says it in the next round.
  await host.line.request("board.policy", { board, policy: said }).catch(() => undefined);
}

async function turn(one: Person, host: Person | undefined, chance: Chance): Promise<void> {
  const luck = chance();
  const here = one.line.status === "open";
  if (luck < 0.06 && here) one.line.cut();
  else if (luck < 0.12 && !here) await one.line.come();
  else if (luck < 0.15) await policy(host, chance() < 0.5 ? "host" : "everybody");
  else one.draw();
  if (luck > 0.6) await one.sync.flush();
}

const ROUNDS = 15;

/** Everybody comes back, sends what waits and hears what is new. */
async function settle(people: Person[]): Promise<void> {
  // Who differs for good differs after any number of rounds; a slow server alone takes a few more.
  for (let round = 0; round < ROUNDS && (round < 2 || !alike(people)); round++) {
    for (const { line } of people) if (line.status !== "open") await line.come();
    await policy(people[0], "everybody");
    for (const { sync } of people) {
      await sync.enter();
      await sync.flush();
    }
  }
}

function alike(people: Person[]): boolean {
  return new Set(people.map(({ paper }) => seen(paper))).size === 1;
}

function seen(paper: Paper): string {
  const living = paper.living().sort((left, right) => left.id.localeCompare(right.id));
  return JSON.stringify(
    living.map(({ id, version, versionNonce, index, x }) => [id, version, versionNonce, index, x]),
  );
}

test("whatever happens, all end with the same page; with a wrong rule they do not", async () => {
  const different: [number, string[]][] = [];
  for (const [seed, room] of told.rooms.entries()) {
    const pages = await simulated(told, room, seed + 1);
    if (new Set(pages).size > 1) different.push([seed, pages]);
  }
  if (told.rule === "right") expect(different).toEqual([]);
  else expect(different).not.toEqual([]);
}, 240_000);
