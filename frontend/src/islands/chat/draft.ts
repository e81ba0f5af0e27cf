import { type DraftState, merged, parse, store, stored } from "../../lib/kept-draft";
import { gateway } from "../../realtime/client";
import { habits } from "./compose/habits";

const PAUSE = 600; // ms without a key until the server is told

/**
 * What somebody began to write in a room and did not send: in this browser at once, and with the server after
 * a short pause, so that every device goes on with it. A room that keeps nothing has it in the browser alone,
 * and so has a thread (`place` is not the number of a room then).
 */
export class Draft {
  private readonly key: string;
  /** The room whose draft it is with the server; null where it stays in this browser. */
  private readonly room: number | null;
  private state: DraftState;
  private pushing = false;
  /** What is asked and told goes one after the other: an answer from before does not bring back what was sent. */
  private line: Promise<void> = Promise.resolve();
  private waiting: ReturnType<typeof setTimeout> | null = null;
  private readonly stops: (() => void)[] = [];

  /** `changed` is called with the text when it came from elsewhere. */
  constructor(
    owner: string,
    place: number | string,
    kept: boolean,
    private readonly changed: (text: string) => void,
  ) {
    this.key = `samovar:draft:${owner}:${place}`;
    this.state = parse(stored(this.key));
    this.room = kept && typeof place === "number" ? place : null;
    const { room } = this;
    if (room === null) return;
    const hidden = (): void => {
      if (document.visibilityState === "hidden") void this.push();
    };
    document.addEventListener("visibilitychange", hidden);
    this.stops = [
      () => document.removeEventListener("visibilitychange", hidden),
      gateway.own.on("ready", () => void this.load()),
      gateway.on("chat.begun_changed", (told) => told.room === room && this.told(told.body, told.rev)),
    ];
    void this.load();
  }

  /** The chat is gone from the page. */
  stop(): void {
    void this.push();
    for (const stop of this.stops) stop();
  }

  /** The text, or an empty one. */
  read(): string {
    return this.state.body;
  }

  /** Keeps the text; it was typed or, when empty, sent. */
  write(text: string): void {
    if (text === this.state.body) return;
    this.keep({ ...this.state, body: text, dirty: true });
    if (this.room === null) return;
    if (this.waiting) clearTimeout(this.waiting);
    // What was sent is no draft any more, for no device and at once.
    this.waiting = setTimeout(() => void this.push(), text ? PAUSE : 0);
  }

  private async load(): Promise<void> {
    const { room } = this;
    if (room === null) return;
    await this.inLine(async () => {
      const answer = await gateway.request("writing.ask", { room }).catch(() => null);
      if (!answer) return;
      habits.know(answer.enter_sends);
      this.take(answer.body, answer.rev);
    });
    await this.push();
  }

  private told(body: string, rev: number): void {
    // While one types here, one's own text is the newer one; it is on its way.
    if (rev > this.state.rev && !this.state.dirty && !this.pushing) this.take(body, rev);
  }

  private take(body: string, rev: number): void {
    const before = this.state.body;
    this.keep(merged(this.state, body, rev));
    if (this.state.body !== before) this.changed(this.state.body);
  }

  /** What is newer never comes first. Without an answer it goes when the connection is back. */
  private async push(): Promise<void> {
    if (this.waiting) clearTimeout(this.waiting);
    this.waiting = null;
    const { room } = this;
    if (room !== null) await this.inLine(() => this.send(room));
  }

  private async send(room: number): Promise<void> {
    while (this.state.dirty) {
      const { body } = this.state;
      this.pushing = true;
      this.keep({ ...this.state, pushed: body });
      const answer = await gateway.request("writing.keep", { room, body }).catch(() => null);
      this.pushing = false;
      if (!answer) return;
      this.keep({ ...this.state, rev: answer.rev, dirty: this.state.body !== body });
    }
  }

  private inLine(act: () => Promise<void>): Promise<void> {
    this.line = this.line.then(act);
    return this.line;
  }

  private keep(state: DraftState): void {
    this.state = state;
    store(this.key, state.body || state.dirty ? state : null);
  }
}
