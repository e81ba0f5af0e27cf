import { describe, expect, it } from "vitest";
import { HttpRefusal } from "../lib/http";
import { type Begun, Bringing, type Doors } from "./bringing";

const PIECE = 4;

/** A server that keeps what comes; `cuts` says before which requests the line breaks. */
class Server implements Doors {
  bytes = "";
  finished = 0;
  dropped = 0;
  begun = 0;
  pauses = 0;
  asked = 0;

  constructor(
    private readonly cuts: ReadonlySet<number> = new Set(),
    private readonly lost: ReadonlySet<number> = new Set(),
    private readonly no: HttpRefusal | null = null,
  ) {}

  async begin(): Promise<Begun> {
    this.line();
    this.begun += 1;
    if (this.no) throw this.no;
    return this.told();
  }

  async look(): Promise<Begun> {
    this.line();
    return this.told();
  }

  async piece(
    _id: string,
    start: number,
    bytes: Blob,
    _signal: AbortSignal,
    sent: (bytes: number) => void,
  ): Promise<Begun> {
    this.line();
    if (start !== this.bytes.length) throw new HttpRefusal(409, "", "wrong_offset", {});
    this.bytes += await bytes.text();
    sent(bytes.size);
    // The bytes came, and the answer did not get back.
    if (this.lost.has(this.asked)) throw new TypeError("network");
    return this.told();
  }

  async finish(): Promise<void> {
    this.line();
    this.finished += 1;
  }

  async drop(): Promise<void> {
    this.dropped += 1;
  }

  async pause(): Promise<void> {
    this.pauses += 1;
  }

  private told(): Begun {
    return { id: "f1", offset: this.bytes.length, piece: PIECE };
  }

  private line(): void {
    this.asked += 1;
    if (this.cuts.has(this.asked)) throw new TypeError("network");
  }
}

function bringing(server: Doors, text = "hello world"): Bringing {
  const file = new Blob([text]);
  return new Bringing(file, { name: "a.txt", size: file.size, type: "" }, server, () => undefined);
}

describe("bringing a file", () => {
  it("sends all pieces in their order and finishes once", async () => {
    const server = new Server();
    const one = bringing(server);
    await one.run();
    expect([one.state, server.bytes, server.finished, one.share]).toEqual(["ready", "hello world", 1, 1]);
  });

  it("goes on where it was after the line broke at any request", async () => {
    for (const cut of [1, 2, 3, 4, 5]) {
      const server = new Server(new Set([cut]));
      const one = bringing(server);
      await one.run();
      expect([one.state, server.bytes, server.pauses, server.begun]).toEqual(["ready", "hello world", 1, 1]);
    }
  });

  it("sends no byte twice when an answer was lost", async () => {
    const server = new Server(new Set(), new Set([2, 4]));
    const one = bringing(server);
    await one.run();
    expect([one.state, server.bytes]).toEqual(["ready", "hello world"]);
  });

  it("says why it was refused and does not try again", async () => {
    const server = new Server(new Set(), new Set(), new HttpRefusal(400, "Too big.", "file_too_big", {}));
    const one = bringing(server);
    await one.run();
    expect([one.state, one.reason, server.begun]).toEqual(["failed", "Too big.", 1]);
  });

  it("says that the disk of the server is full instead of trying for ever", async () => {
    const server = new Server(new Set(), new Set(), new HttpRefusal(507, "Full.", "disk_full", {}));
    const one = bringing(server);
    await one.run();
    expect([one.state, one.reason, server.begun]).toEqual(["failed", "Full.", 1]);
  });

  it("is taken back from the server when it is stopped", async () => {
    const server = new Server();
    const one = bringing(server);
    await one.run();
    one.stop();
    expect(server.dropped).toBe(1);
  });
});
