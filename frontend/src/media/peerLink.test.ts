import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { planFor } from "./budget";
import { PeerLink } from "./peerLink";
import type { Signal } from "./signals";

/** As much of RTCPeerConnection as a link uses; descriptions are numbered, media is a state that tests set. */
class FakeConnection {
  static made: FakeConnection[] = [];
  static numbers = 0;
  signalingState: RTCSignalingState = "stable";
  connectionState: RTCPeerConnectionState = "new";
  localDescription: RTCSessionDescriptionInit | null = null;
  remoteDescription: RTCSessionDescriptionInit | null = null;
  candidates: RTCIceCandidateInit[] = [];
  restarts = 0;
  onicecandidate: ((event: { candidate: unknown }) => void) | null = null;
  onconnectionstatechange: (() => void) | null = null;
  onnegotiationneeded: (() => void) | null = null;
  private readonly transceivers: FakeTransceiver[] = [];

  constructor() {
    FakeConnection.made.push(this);
  }

  addTransceiver(kind: string, { streams }: { streams: MediaStream[] }): FakeTransceiver {
    const transceiver = fakeTransceiver(kind);
    transceiver.sender.setStreams(...streams);
    this.transceivers.push(transceiver);
    queueMicrotask(() => this.onnegotiationneeded?.());
    return transceiver;
  }

  getTransceivers(): FakeTransceiver[] {
    return this.transceivers;
  }

  async setLocalDescription(description?: RTCSessionDescriptionInit): Promise<void> {
    if (description?.type === "rollback") {
      this.signalingState = "stable";
      return;
    }
    FakeConnection.numbers += 1;
    const type = this.signalingState === "have-remote-offer" ? "answer" : "offer";
    this.localDescription = { type, sdp: `${type} ${FakeConnection.numbers}` };
    this.signalingState = type === "answer" ? "stable" : "have-local-offer";
  }

  async setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
    this.remoteDescription = description;
    this.signalingState = description.type === "offer" ? "have-remote-offer" : "stable";
    if (description.type === "offer" && this.transceivers.length === 0) {
      for (const kind of ["audio", "video", "video", "audio"]) this.transceivers.push(fakeTransceiver(kind));
    }
  }

  async addIceCandidate(candidate: RTCIceCandidateInit): Promise<void> {
    this.candidates.push(candidate);
  }

  restartIce(): void {
    this.restarts += 1;
  }

  become(state: RTCPeerConnectionState): void {
    this.connectionState = state;
    this.onconnectionstatechange?.();
  }

  close(): void {
    this.connectionState = "closed";
  }
}

interface FakeTransceiver {
  readonly sender: { streams: MediaStream[]; setStreams(...streams: MediaStream[]): void };
}

function fakeTransceiver(kind: string): FakeTransceiver {
  const sender = {
    track: null,
    streams: [] as MediaStream[],
    setStreams(...streams: MediaStream[]) {
      this.streams = streams;
    },
    replaceTrack: async () => undefined,
    getParameters: () => ({ encodings: [{}] }),
    setParameters: async () => undefined,
  };
  return { sender, receiver: { track: { kind } }, direction: "recvonly" } as FakeTransceiver;
}

interface End {
  link: PeerLink;
  said: Signal[];
}

function end(me: string, identity: string): End {
  const said: Signal[] = [];
  const link = new PeerLink({
    me,
    identity,
    tracks: new Map(),
    plan: () => planFor(2, false),
    connect: () => new FakeConnection() as unknown as RTCPeerConnection,
    send: (signal) => said.push(signal),
    changed: () => undefined,
  });
  return { link, said };
}

/** Let all steps run, and pass on what was said until nobody says anything more. */
async function settle(...ends: [End, End] | [End]): Promise<void> {
  for (let round = 0; round < 10; round += 1) {
    await vi.advanceTimersByTimeAsync(0);
    for (const [index, { said }] of ends.entries()) {
      const other = ends[1 - index];
      for (const signal of other ? said.splice(0) : []) other?.link.receive(signal);
    }
  }
}

/** The connections in the order they were made; the offering side, "bob", makes his at once. */
const made = (index: number): FakeConnection => {
  const connection = FakeConnection.made[index];
  if (!connection) throw new Error(`there is no connection ${index}`);
  return connection;
};

const descriptions = (said: Signal[]): string[] => said.flatMap(({ description }) => description?.type ?? []);

beforeEach(() => {
  FakeConnection.made = [];
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

describe("a link between two", () => {
  it("is offered by the side with the greater address and answered by the other", async () => {
    const [bob, alice] = [end("bob", "alice"), end("alice", "bob")];
    await settle(bob);
    expect(descriptions(bob.said)).toEqual(["offer"]);
    expect(alice.said).toMatchObject([{ ready: expect.any(String) }]);
    await settle(bob, alice);
    expect(FakeConnection.made.map(({ signalingState }) => signalingState)).toEqual(["stable", "stable"]);
    expect(FakeConnection.made).toHaveLength(2);
  });

  it("sends a voice in step with its face, and the sound of a screen with the screen, from both sides", async () => {
    await settle(end("bob", "alice"), end("alice", "bob"));
    for (const connection of FakeConnection.made) {
      const [voice, face, screen, sound] = connection.getTransceivers().map(({ sender }) => sender.streams);
      expect(voice).toHaveLength(1);
      expect(face?.[0]).toBe(voice?.[0]);
      expect(screen).toHaveLength(1);
      expect(sound?.[0]).toBe(screen?.[0]);
      expect(face?.[0]).not.toBe(screen?.[0]);
    }
  });

  it("keeps candidates that came before the description", async () => {
    const [bob, alice] = [end("bob", "alice"), end("alice", "bob")];
    await settle(bob);
    const [offer] = bob.said.splice(0);
    const link = offer?.link ?? "";
    alice.link.receive({ link, candidates: [{ candidate: "candidate:1" }] });
    if (offer) alice.link.receive(offer);
    await settle(alice);
    expect(made(1).candidates).toEqual([{ candidate: "candidate:1" }]);
  });

  it("says its candidates together", async () => {
    const bob = end("bob", "alice");
    await settle(bob);
    bob.said.length = 0;
    for (const candidate of ["candidate:1", "candidate:2"]) {
      made(0).onicecandidate?.({ candidate: { toJSON: () => ({ candidate }) } });
    }
    await vi.advanceTimersByTimeAsync(50);
    expect(bob.said).toMatchObject([
      { candidates: [{ candidate: "candidate:1" }, { candidate: "candidate:2" }] },
    ]);
  });

  it("survives two offers that cross: the impolite one stands", async () => {
    const [bob, alice] = [end("bob", "alice"), end("alice", "bob")];
    await settle(bob, alice);
    for (const index of [0, 1]) made(index).become("failed");
    await vi.advanceTimersByTimeAsync(1);
    expect([descriptions(bob.said), descriptions(alice.said)]).toEqual([["offer"], ["offer"]]);
    const standing = made(0).localDescription;
    await settle(bob, alice);
    expect(made(1).remoteDescription).toEqual(standing);
    expect(FakeConnection.made.map(({ signalingState }) => signalingState)).toEqual(["stable", "stable"]);
  });

  it("heals by restarting ICE, again and again until media flows", async () => {
    const [bob, alice] = [end("bob", "alice"), end("alice", "bob")];
    await settle(bob, alice);
    made(0).become("disconnected");
    expect(bob.link.reach).toBe("interrupted");
    await vi.advanceTimersByTimeAsync(1600);
    expect(made(0).restarts).toBe(1);
    await vi.advanceTimersByTimeAsync(2600);
    expect(made(0).restarts).toBe(2);
    made(0).become("connected");
    await vi.advanceTimersByTimeAsync(20_000);
    expect(made(0).restarts).toBe(2);
  });

  it("says a lost offer again", async () => {
    const bob = end("bob", "alice");
    await settle(bob);
    bob.said.length = 0;
    await vi.advanceTimersByTimeAsync(5100);
    expect(descriptions(bob.said)).toEqual(["offer"]);
    const alice = end("alice", "bob");
    await settle(bob, alice);
    expect(made(0).signalingState).toBe("stable");
  });

  it("begins anew when the answering side does", async () => {
    const [bob, alice] = [end("bob", "alice"), end("alice", "bob")];
    await settle(bob, alice);
    alice.link.close();
    const again = end("alice", "bob");
    await settle(bob, again);
    expect(FakeConnection.made.map(({ connectionState }) => connectionState)).toEqual([
      "closed",
      "closed",
      "new",
      "new",
    ]);
    expect(made(3).signalingState).toBe("stable");
  });

  it("begins anew when the offering side does", async () => {
    const [bob, alice] = [end("bob", "alice"), end("alice", "bob")];
    await settle(bob, alice);
    bob.link.close();
    const again = end("bob", "alice");
    await settle(again, alice);
    expect(made(1).connectionState).toBe("closed");
    expect([made(2).signalingState, made(3).signalingState]).toEqual(["stable", "stable"]);
  });

  it("says nothing after it was closed", async () => {
    const bob = end("bob", "alice");
    bob.link.close();
    bob.said.length = 0;
    await vi.advanceTimersByTimeAsync(20_000);
    expect(bob.said).toEqual([]);
    expect(bob.link.reach).toBe("closed");
  });
});
