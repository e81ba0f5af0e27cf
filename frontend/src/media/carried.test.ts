import { expect, test, vi } from "vitest";
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

test("who left while the media server was being reached gets nothing there, though the pass still names him", async () => {
  const askPass = vi.fn(async () => ({
    url: "",
    token: "",
    generation: 1,
    expires_in: 60,
    peers: ["bob", "charlie"],
  }));
  const session = new CarriedSession({
    me: "alice",
    iceServers: () => [],
    send: () => undefined,
    changed: () => undefined,
    askPass,
    tellTrouble: () => undefined,
    key: () => null,
  });
  session.meet(new Set(["bob", "charlie"]));
  session.carry({ kind: "sfu", generation: 1, why: "" });
  await vi.waitFor(() => expect(server.reach).not.toBeNull());
  session.dismiss("charlie");
  server.reach?.();
  await vi.waitFor(() => expect(server.allowed).toEqual([["bob"]]));
  expect(askPass).toHaveBeenCalledTimes(2);
  session.close();
});
