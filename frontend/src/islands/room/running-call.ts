import type { Person } from "../../generated/wire";
import { gateway } from "../../realtime/client";
import type { RoomSession } from "../../realtime/rooms";

/** Who is in the room's call, for those who are not: asks for no camera and joins nothing. */
export class RunningCall {
  private readonly peers = new Map<string, Person>();
  private readonly stops: (() => void)[];

  constructor(
    private readonly session: RoomSession,
    private readonly changed: () => void,
  ) {
    this.stops = [
      session.on("loaded", () => void this.ask()),
      gateway.onStream(session.stream, "calls.joined", ({ peer }) => this.put(peer.peer, peer.person)),
      gateway.onStream(session.stream, "calls.left", ({ peer }) => this.drop(peer)),
    ];
    if (session.status === "ready") void this.ask();
  }

  /** Each person once. */
  get people(): Person[] {
    const people = new Map([...this.peers.values()].map((person) => [person.id, person]));
    return [...people.values()];
  }

  /** Is this person in it by another place than this one? */
  hasElsewhere(person: number, here: string): boolean {
    return [...this.peers].some(([peer, { id }]) => id === person && peer !== here);
  }

  /** Hears no more. */
  stop(): void {
    for (const stop of this.stops) stop();
  }

  private async ask(): Promise<void> {
    // Without an answer the next event tells; nothing depends on it.
    const answer = await gateway.request("call.state", { room: this.session.id }).catch(() => null);
    if (!answer) return;
    this.peers.clear();
    for (const { peer, person } of answer.call?.peers ?? []) this.peers.set(peer, person);
    this.changed();
  }

  private put(peer: string, person: Person): void {
    this.peers.set(peer, person);
    this.changed();
  }

  private drop(peer: string): void {
    this.peers.delete(peer);
    this.changed();
  }
}
