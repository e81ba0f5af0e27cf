import { beforeEach, expect, test, vi } from "vitest";
import { CarriedSession } from "./carried";

/** A way over the media server that is reached when the test says so, and whom it was told to exchange media with. */
const server = vi.hoisted(() => ({
  reach: null as (() => void) | null,
  allowed: [] as string[][],
}));

vi.mock("./sfu", () => ({
  SfuSession: class {
    readonly participants = new Map();
    readonly reach = "connected";
    connect = (): Promise<void> =>
      new Promise((resolve) => {
        server.reach = resolve;
      });
    allow = (peers: string[]): number => server.allowed.push(peers);
    sendSmall = (): void => undefined;
    admit = (): void => undefined;
    dismiss = (): void => undefined;
    close = (): void => undefined;
  },
}));

type Pass = { url: string; token: string; generation: number; expires_in: number; peers: string[] };

const passFor = (...peers: string[]): Pass => ({ url: "", token: "", generation: 1, expires_in: 60, peers });

const carriedBy = (askPass: () => Promise<Pass>): CarriedSession =>
  new CarriedSession({
    me: "alice",
    iceServers: () => [],
    send: () => undefined,
    changed: () => undefined,
    askPass,
    tellTrouble: () => undefined,
    key: () => null,
  });

async function reach(session: CarriedSession): Promise<void> {
  session.carry({ kind: "sfu", generation: 1, why: "" });
  await vi.waitFor(() => expect(server.reach).not.toBeNull());
}

beforeEach(() => {
  server.reach = null;
  server.allowed = [];
});

test("who left while the media server was being reached gets nothing there, though the pass still names him", async () => {
  const askPass = vi.fn(async () => passFor("bob", "charlie"));
  const session = carriedBy(askPass);
  session.meet(new Set(["bob", "charlie"]));
  await reach(session);
  session.dismiss("charlie");
  server.reach?.();
  await vi.waitFor(() => expect(server.allowed).toEqual([["bob"]]));
  expect(askPass).toHaveBeenCalledTimes(2);
  session.close();
});

test("whom no pass names yet is asked for until one does, and an older answer that comes late does not count", async () => {
  const older: ((pass: Pass) => void)[] = [];
  const answers: (() => Promise<Pass>)[] = [
    async () => passFor("bob"),
    () => new Promise((resolve) => older.push(resolve)),
    () => Promise.reject(new Error("offline")),
    async () => passFor("bob", "charlie", "dora"),
  ];
  const session = carriedBy(() => answers.shift()?.() ?? Promise.reject(new Error("asked too often")));
  session.meet(new Set(["bob"]));
  await reach(session);
  session.admit("charlie");
  server.reach?.();
  await vi.waitFor(() => expect(older).toHaveLength(1));
  session.admit("dora");
  await vi.waitFor(() => expect(server.allowed).toEqual([["bob", "charlie", "dora"]]), { timeout: 5000 });
  older[0]?.(passFor("bob", "charlie"));
  await Promise.resolve();
  expect(server.allowed).toHaveLength(1);
  session.close();
});
