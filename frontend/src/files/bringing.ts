import { HttpRefusal } from "../lib/http";

/** What the server says of an upload. `piece`: the most bytes of one piece. */
export interface Begun {
  id: string;
  offset: number;
  piece: number;
}

/** What is told of a file before its bytes; `duration` in ms. */
export interface Announced {
  name: string;
  size: number;
  type: string;
  voice?: boolean;
  duration?: number;
  waveform?: number[];
  width?: number;
  height?: number;
}

/** The doors of the server, and the patience of the world. Each throws HttpRefusal, or TypeError without a line. */
export interface Doors {
  begin(announced: Announced, key: string, signal: AbortSignal): Promise<Begun>;
  look(id: string, signal: AbortSignal): Promise<Begun>;
  piece(
    id: string,
    start: number,
    bytes: Blob,
    signal: AbortSignal,
    sent: (bytes: number) => void,
  ): Promise<Begun>;
  finish(id: string, signal: AbortSignal): Promise<void>;
  drop(id: string): Promise<void>;
  /** Resolves before attempt number `attempt`, sooner when the line is back. */
  pause(attempt: number, signal: AbortSignal): Promise<void>;
}

/** The server's disk takes no more (507): it does not pass by itself as a busy moment does. */
const FULL = 507;

export type BringingState = "waiting" | "coming" | "cut" | "ready" | "failed";

/** One file on its way to the server: it goes on after cuts where it was, until it is whole or refused. */
export class Bringing {
  state: BringingState = "waiting";
  /** Bytes the server has, with those of the piece that is on its way. */
  sent = 0;
  /** A sentence of the server, when it failed. */
  reason = "";
  id = "";
  private readonly key = crypto.randomUUID();
  private before = 0;
  private stopping = new AbortController();

  constructor(
    readonly file: Blob,
    readonly announced: Announced,
    private readonly doors: Doors,
    private readonly changed: () => void,
  ) {}

  /** From 0 to 1. */
  get share(): number {
    return this.file.size ? Math.min(1, this.sent / this.file.size) : 1;
  }

  /** Brings it, or goes on; resolves when it is ready, failed or stopped. */
  async run(): Promise<void> {
    if (this.state === "ready") return;
    this.stopping = new AbortController();
    const { signal } = this.stopping;
    let attempt = 0;
    while (!(await this.attempted(signal)) && !signal.aborted) {
      // Whoever gets on is not made to wait longer and longer.
      attempt = this.sent > this.before ? 0 : attempt + 1;
      this.turn("cut");
      await this.doors.pause(attempt, signal);
    }
  }

  /** Takes it back, also from the server. */
  stop(): void {
    this.stopping.abort();
    if (this.id) void this.doors.drop(this.id).catch(() => undefined);
  }

  /** True when nothing is left to try. */
  private async attempted(signal: AbortSignal): Promise<boolean> {
    this.before = this.sent;
    try {
      this.turn("coming");
      await this.bring(signal);
      this.turn("ready");
      return true;
    } catch (error) {
      return !signal.aborted && this.isFinal(error);
    }
  }

  private async bring(signal: AbortSignal): Promise<void> {
    const { file, doors } = this;
    let begun = this.id
      ? await doors.look(this.id, signal)
      : await doors.begin(this.announced, this.key, signal);
    this.id = begun.id;
    while (begun.offset < file.size) {
      const start = begun.offset;
      this.move(start);
      const bytes = file.slice(start, start + begun.piece);
      begun = await doors.piece(begun.id, start, bytes, signal, (sent) => this.move(start + sent));
    }
    this.move(file.size);
    await doors.finish(begun.id, signal);
  }

  /** A refusal that will not change; anything else is tried again. */
  private isFinal(error: unknown): boolean {
    // Another byte is next: a piece came whose answer was lost. Looking anew tells.
    if (!(error instanceof HttpRefusal) || error.code === "wrong_offset") return false;
    if (error.status === 429 || (error.status >= 500 && error.status !== FULL)) return false;
    this.reason = error.message;
    this.turn("failed");
    return true;
  }

  private turn(state: BringingState): void {
    this.state = state;
    this.changed();
  }

  private move(sent: number): void {
    this.sent = sent;
    this.changed();
  }
}
