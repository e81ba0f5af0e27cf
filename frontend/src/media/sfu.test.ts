import { expect, test, vi } from "vitest";

interface Permission {
  participantIdentity: string;
  allowAll: boolean;
}

/** What a room of the media server was asked to do, and what the others publish there. */
class FakeRoom {
  static last: FakeRoom;
  state = "disconnected";
  readonly permitted: string[][] = [];
  readonly remoteParticipants = new Map(["bob", "charlie"].map((name) => [name, new FakeOther()]));
  readonly localParticipant = {
    setTrackSubscriptionPermissions: (_all: boolean, some: Permission[]) =>
      this.permitted.push(some.map(({ participantIdentity }) => participantIdentity)),
  };

  constructor() {
    FakeRoom.last = this;
  }

  on(): this {
    return this;
  }

  async prepareConnection(): Promise<void> {}

  async connect(): Promise<void> {
    this.state = "connected";
  }
}

class FakeOther {
  readonly voice = {
    isDesired: false,
    isEncrypted: false,
    setSubscribed(wanted: boolean): void {
      this.isDesired = wanted;
    },
  };
  readonly trackPublications = new Map([["voice", this.voice]]);
}

vi.mock("livekit-client", async (original) => ({ ...(await original<object>()), Room: FakeRoom }));

const PASS = { url: "ws://media", token: "", generation: 1, expires_in: 60, peers: ["bob", "charlie"] };

test("who is out of the call gets nothing of ours and is not taken from, whatever the media server does", async () => {
  const { SfuSession } = await import("./sfu");
  const session = new SfuSession({
    encryption: null,
    iceServers: () => [],
    changed: () => undefined,
    lost: () => undefined,
  });
  await session.connect(PASS);
  for (const peer of PASS.peers) session.admit(peer);
  const { permitted, remoteParticipants } = FakeRoom.last;
  const takenFrom = (): string[] =>
    [...remoteParticipants].filter(([, { voice }]) => voice.isDesired).map(([name]) => name);
  expect(permitted.at(-1)).toEqual(["bob", "charlie"]);
  expect(takenFrom()).toEqual(["bob", "charlie"]);

  session.dismiss("charlie");
  expect(permitted.at(-1)).toEqual(["bob"]);
  expect(takenFrom()).toEqual(["bob"]);
  // He comes back at once, by another pass.
  session.allow(PASS.peers);
  session.admit("charlie");
  expect(permitted.at(-1)).toEqual(["bob", "charlie"]);
  expect(takenFrom()).toEqual(["bob", "charlie"]);
});
