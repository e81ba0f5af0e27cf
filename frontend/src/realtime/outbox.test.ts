import "fake-indexeddb/auto";
import { beforeEach, expect, test, vi } from "vitest";
import type { MessageView } from "../generated/wire";
import { ChatLog } from "../islands/chat/log";
import { sampleMessage } from "../islands/chat/sample";
import { Outbox, type OutboxWorld, type Unsent } from "./outbox";
import { openStore } from "./outbox-store";
import { Refused } from "./requests";

const sent: string[] = [];
const later: (() => void)[] = [];
let answer: (unsent: Unsent) => Promise<unknown>;
let online: boolean;
let owner: string;
let queue: Promise<void>;

const world = (): OutboxWorld => ({
  store: openStore(),
  owner: () => owner,
  ready: () => online,
  keeps: () => true,
  send: (unsent) => answer(unsent),
  exclusively: (_name, task) => {
    queue = queue.then(task);
    return queue;
  },
  changed: () => undefined,
  later: (_milliseconds, task) => later.push(task),
});

beforeEach(async () => {
  sent.length = 0;
  later.length = 0;
  online = true;
  owner = `u:${crypto.randomUUID()}`;
  queue = Promise.resolve();
  answer = async (unsent) => sent.push(unsent.body);
});

const settled = async (outbox: Outbox, room = 1) => {
  await outbox.drain(room);
  return outbox.inRoom(room);
};

test("a message goes out and is forgotten once the server has it", async () => {
  const outbox = new Outbox(world());
  await outbox.add(1, "tea?");
  expect(await settled(outbox)).toEqual([]);
  expect(sent).toEqual(["tea?"]);
});

test("what was written without a connection goes out later, in the order of writing", async () => {
  const outbox = new Outbox(world());
  online = false;
  for (const body of ["one", "two", "three"]) await outbox.add(1, body);
  expect(await outbox.count()).toBe(3);
  online = true;
  expect(await settled(outbox)).toEqual([]);
  expect(sent).toEqual(["one", "two", "three"]);
});

test("unsent messages survive a restart with their client ids", async () => {
  online = false;
  const before = await new Outbox(world()).add(1, "سلام، می‌آیی؟");
  const [after] = await new Outbox(world()).inRoom(1);
  expect(after).toEqual(before);
});

test("nobody else on this browser sees or sends them", async () => {
  online = false;
  await new Outbox(world()).add(1, "secret");
  owner = "u:other";
  online = true;
  expect(await settled(new Outbox(world()))).toEqual([]);
  expect(sent).toEqual([]);
});

test("without an answer a message keeps its place and its client id", async () => {
  const outbox = new Outbox(world());
  const cids: string[] = [];
  answer = async (unsent) => {
    cids.push(unsent.cid);
    if (cids.length === 1) throw new Refused("timeout");
    sent.push(unsent.body);
  };
  await outbox.add(1, "one");
  expect(await outbox.inRoom(1)).toHaveLength(1);
  await outbox.add(1, "two");
  expect(await settled(outbox)).toEqual([]);
  expect(sent).toEqual(["one", "two"]);
  expect(cids[0]).toBe(cids[1]);
});

test("a busy server is asked again after the time it named", async () => {
  const outbox = new Outbox(world());
  answer = async () => {
    throw new Refused("too_many", "", 7);
  };
  await outbox.add(1, "one");
  await outbox.drain(1);
  answer = async (unsent) => sent.push(unsent.body);
  later[0]?.();
  expect(await settled(outbox)).toEqual([]);
  expect(sent).toEqual(["one"]);
});

test("a refused message is marked with the sentence, and the next one goes on", async () => {
  const outbox = new Outbox(world());
  answer = async (unsent) => {
    if (unsent.body === "bad") throw new Refused("invalid", "This is too long.");
    sent.push(unsent.body);
  };
  online = false;
  await outbox.add(1, "bad");
  await outbox.add(1, "good");
  online = true;
  const [left] = await settled(outbox);
  expect([left?.state, left?.reason, sent]).toEqual(["failed", "This is too long.", ["good"]]);
});

test("after the room lost its memory a message waits for Send again", async () => {
  const outbox = new Outbox(world());
  online = false;
  const { cid } = await outbox.add(1, "one");
  online = true;
  await outbox.ask(1);
  expect((await settled(outbox)).map((unsent) => unsent.state)).toEqual(["asking"]);
  expect(sent).toEqual([]);
  await outbox.sendAgain(cid);
  expect([sent, await outbox.inRoom(1)]).toEqual([["one"], []]);
});

test("a discarded message is gone", async () => {
  const outbox = new Outbox(world());
  online = false;
  const { cid } = await outbox.add(1, "one");
  await outbox.discard(cid);
  online = true;
  expect(await settled(outbox)).toEqual([]);
  expect(sent).toEqual([]);
});

/** A tab of the person: its own outbox and log over the one store, told of changes like the other tabs. */
class Tab {
  readonly log = new ChatLog();
  readonly outbox: Outbox;
  online = true;
  open = true;

  constructor(private readonly tabs: Tab[]) {
    tabs.push(this);
    this.outbox = new Outbox({
      ...world(),
      ready: () => this.open && this.online,
      changed: (room, discarded) => {
        for (const tab of this.tabs) void tab.hear(room, discarded, tab !== this);
      },
    });
  }

  private async hear(room: number, discarded: string | null, afar: boolean): Promise<void> {
    if (discarded) this.log.discard(discarded);
    if (afar && this.open) void this.outbox.drain(room);
    await this.read(room);
  }

  async read(room = 1): Promise<void> {
    this.log.setUnsent(await this.outbox.inRoom(room));
  }

  get shown(): string[] {
    const sentOnes = this.log.entries.map((entry) => (entry.kind === "message" ? entry.message.body : ""));
    return [...sentOnes, ...this.log.pending.map(({ body, state }) => `${body} (${state})`)];
  }
}

/** Two tabs, and a server that stores each client id once and tells every tab that is connected. */
function twoTabs(): { alice: Tab; other: Tab; stored: MessageView[]; tell: (tab: Tab) => void } {
  const tabs: Tab[] = [];
  const [alice, other] = [new Tab(tabs), new Tab(tabs)];
  const stored: MessageView[] = [];
  const tell = (tab: Tab): void => {
    for (const message of stored) tab.log.add(message);
  };
  answer = async ({ cid, body }) => {
    if (stored.some((message) => message.cid === cid)) return;
    sent.push(body);
    stored.push(sampleMessage(stored.length + 1, { sender: 1, body, cid }));
    for (const tab of tabs) if (tab.online) tell(tab);
  };
  return { alice, other, stored, tell };
}

test("two tabs that come back together send each message once, in the order of writing, and both show it", async () => {
  const { alice, other, tell } = twoTabs();
  alice.online = other.online = false;
  await alice.outbox.add(1, "one");
  await other.outbox.add(1, "two");
  await alice.outbox.add(1, "three");
  await other.outbox.add(1, "four");
  await Promise.all([alice.read(), other.read()]);
  const waiting = ["one", "two", "three", "four"].map((body) => `${body} (waiting)`);
  expect([alice.shown, other.shown]).toEqual([waiting, waiting]);
  alice.online = other.online = true;
  await Promise.all([alice.outbox.drain(1), other.outbox.drain(1), alice.outbox.drain(1)]);
  expect(sent).toEqual(["one", "two", "three", "four"]);
  for (const tab of [alice, other]) {
    tell(tab);
    await tab.read();
    expect(tab.shown).toEqual(sent);
  }
});

test("a tab that is still away shows as sent what another one has sent, and once when it is back", async () => {
  const { alice, other, tell } = twoTabs();
  alice.online = other.online = false;
  await alice.outbox.add(1, "tea?");
  await other.read();
  alice.online = true;
  await alice.outbox.drain(1);
  await other.read();
  expect([alice.shown, other.shown]).toEqual([["tea?"], ["tea? (sent)"]]);
  tell(other);
  expect(other.shown).toEqual(["tea?"]);
});

test("what was written in a tab that was closed is sent by the one that is open", async () => {
  const { alice, other } = twoTabs();
  alice.online = false;
  other.online = false;
  await alice.outbox.add(1, "one");
  alice.open = false;
  other.online = true;
  await alice.outbox.add(1, "two");
  await other.outbox.drain(1);
  await other.read();
  expect([sent, other.shown]).toEqual([
    ["one", "two"],
    ["one", "two"],
  ]);
});

test("after an answer that was lost the other tab sends the same message, which counts once", async () => {
  const { alice, other, stored } = twoTabs();
  const store = answer;
  answer = async (unsent) => {
    await store(unsent);
    answer = store;
    alice.online = false;
    throw new Refused("offline");
  };
  await alice.outbox.add(1, "one");
  await other.outbox.drain(1);
  await other.read();
  expect([stored.length, other.shown, await other.outbox.inRoom(1)]).toEqual([1, ["one"], []]);
});

test("what was taken back in one tab is gone in the other, not shown as sent", async () => {
  const { alice, other } = twoTabs();
  alice.online = other.online = false;
  const { cid } = await alice.outbox.add(1, "better not");
  await other.read();
  await alice.outbox.discard(cid);
  await other.read();
  expect([alice.shown, other.shown]).toEqual([[], []]);
});

test("what was taken back while the server refused it does not come back", async () => {
  const outbox = new Outbox(world());
  online = false;
  const { cid } = await outbox.add(1, "bad");
  answer = async () => {
    await outbox.discard(cid);
    throw new Refused("invalid", "No.");
  };
  online = true;
  expect(await settled(outbox)).toEqual([]);
});

test("a clock that was set back changes no order", async () => {
  online = false;
  const first = await new Outbox(world()).add(1, "one");
  vi.spyOn(Date, "now").mockReturnValue(first.at - 60_000);
  await new Outbox(world()).add(1, "two");
  vi.restoreAllMocks();
  online = true;
  await settled(new Outbox(world()));
  expect(sent).toEqual(["one", "two"]);
});
