import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Gateway } from "../realtime/client";
import { ConnectionCheck, type Finding, type Step } from "./check";

const STUN = { urls: ["stun:stun.example.org"], username: "", credential: "" };
const TURN = { urls: ["turn:turn.example.org"], username: "alice", credential: "secret" };

/** A connection that finds no way out, as where a firewall drops UDP; with `ends` it says so by itself. */
function blockedConnection(ends: boolean): unknown {
  return class extends EventTarget {
    onicecandidate: ((event: { candidate: null }) => void) | null = null;
    createDataChannel(): unknown {
      return {};
    }
    async setLocalDescription(): Promise<void> {
      if (ends) queueMicrotask(() => this.onicecandidate?.({ candidate: null }));
    }
    close(): void {
      // Nothing was opened.
    }
  };
}

function gateway(answer: () => Promise<unknown>): Gateway {
  return Object.assign(Object.create(null), { request: answer });
}

async function found(step: Step, by: Gateway): Promise<Finding> {
  const finding = new ConnectionCheck(by).run(step);
  await vi.advanceTimersByTimeAsync(8000);
  return await finding;
}

describe("the connection test names what is wrong within 8 s", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });

  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it("a server that does not answer, and one that refuses", async () => {
    const silent = gateway(() => new Promise(() => undefined));
    const refusing = gateway(() => Promise.reject(new Error("offline")));
    expect(await found("server", silent)).toEqual({ state: "wrong", why: "slow" });
    expect(await found("server", refusing)).toEqual({ state: "wrong", why: "refused" });
  });

  it("an installation without STUN or without a relay", async () => {
    const none = gateway(async () => ({ ice_servers: [] }));
    const stunAlone = gateway(async () => ({ ice_servers: [STUN] }));
    expect(await found("stun", none)).toEqual({ state: "wrong", why: "absent" });
    expect(await found("relay", stunAlone)).toEqual({ state: "wrong", why: "absent" });
  });

  it.each([
    ["answers nothing", false, "slow"],
    ["ends without a way", true, "refused"],
  ])("a network that blocks UDP: it %s", async (_how, ends, why) => {
    vi.stubGlobal("RTCPeerConnection", blockedConnection(ends));
    const all = gateway(async () => ({ ice_servers: [STUN, TURN] }));
    expect(await found("stun", all)).toEqual({ state: "wrong", why });
    expect(await found("relay", all)).toEqual({ state: "wrong", why: "slow" });
  });

  it("a page that is not secure, and a question that nobody answers", async () => {
    const any = gateway(async () => ({}));
    vi.stubGlobal("navigator", {});
    expect(await found("camera", any)).toEqual({ state: "wrong", why: "unsupported" });
    vi.stubGlobal("navigator", { mediaDevices: { getUserMedia: () => new Promise(() => undefined) } });
    expect(await found("microphone", any)).toEqual({ state: "wrong", why: "slow" });
  });
});
