import type { Failure } from "../generated/wire";

/** A command that came to nothing. Of our own making are the codes `offline` and `timeout`: not known if it was done. */
export class Refused extends Error {
  constructor(
    readonly code: string,
    message = "",
    readonly retry?: number,
    /** What is there instead of what was refused. */
    readonly current: readonly Record<string, unknown>[] = [],
  ) {
    super(message || code);
  }

  /** Was there no answer at all? Then the same may be asked again. */
  get unanswered(): boolean {
    return this.code === "offline" || this.code === "timeout";
  }
}

interface Waiting {
  resolve(answer: Record<string, unknown>): void;
  reject(error: Refused): void;
  timer: ReturnType<typeof setTimeout>;
}

/** Commands that wait for their answer, by id. */
export class Requests {
  private readonly waiting = new Map<number, Waiting>();
  private last = 0;

  /** Gives the command an id and hands both to `send`; the promise settles with its answer. */
  ask(timeout: number, send: (id: number) => void): Promise<Record<string, unknown>> {
    this.last += 1;
    const id = this.last;
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => this.refuse(id, new Refused("timeout")), timeout);
      this.waiting.set(id, { resolve, reject, timer });
      send(id);
    });
  }

  /** The server did it. */
  answer(id: number, answer: Record<string, unknown>): void {
    this.take(id)?.resolve(answer);
  }

  /** The server, or the connection, did not. */
  refuse(id: number, error: Refused | Failure): void {
    const refusal =
      error instanceof Refused ? error : new Refused(error.code, error.message, error.retry, error.current);
    this.take(id)?.reject(refusal);
  }

  /** The connection is gone: nothing that waits gets an answer any more. */
  abandon(): void {
    for (const id of [...this.waiting.keys()]) this.refuse(id, new Refused("offline"));
  }

  private take(id: number): Waiting | undefined {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    if (waiting) clearTimeout(waiting.timer);
    return waiting;
  }
}
