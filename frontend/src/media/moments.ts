/** What is there for a moment: reactions, and lines of what is said. Nothing of it is kept. */

import type { Captioned, ReactionShown } from "../generated/wire";
import { Emitter } from "../lib/emitter";
import type { Gateway } from "../realtime/client";
import { gateway as theGateway } from "../realtime/client";

const REACTION_MS = 4000;
const CAPTION_MS = 6000;
const LINES = 3;

export interface Line {
  readonly peer: string;
  readonly line: number;
  readonly text: string;
}

export class Moments {
  readonly events = new Emitter<{ change: undefined }>();
  lines: readonly Line[] = [];
  private readonly reactions = new Map<string, { emoji: string; timer: number }>();
  private readonly ends = new Map<string, number>();

  constructor(gateway: Gateway) {
    gateway.on("calls.reacted", (event) => this.react(event));
    gateway.on("calls.captioned", (event) => this.say(event));
  }

  /** The reaction somebody shows now, or null. */
  reaction(peer: string): string | null {
    return this.reactions.get(peer)?.emoji ?? null;
  }

  private react({ peer, emoji }: ReactionShown): void {
    window.clearTimeout(this.reactions.get(peer)?.timer);
    const timer = window.setTimeout(() => {
      this.reactions.delete(peer);
      this.changed();
    }, REACTION_MS);
    this.reactions.set(peer, { emoji, timer });
    this.changed();
  }

  /** A later text of the same line takes its place. */
  private say({ peer, line, text }: Captioned): void {
    const same = (one: Line): boolean => one.peer === peer && one.line === line;
    const known = this.lines.some(same);
    const next = { peer, line, text };
    this.lines = known
      ? this.lines.map((one) => (same(one) ? next : one))
      : [...this.lines, next].slice(-LINES);
    const key = `${peer} ${line}`;
    window.clearTimeout(this.ends.get(key));
    this.ends.set(
      key,
      window.setTimeout(() => {
        this.ends.delete(key);
        this.lines = this.lines.filter((one) => !same(one));
        this.changed();
      }, CAPTION_MS),
    );
    this.changed();
  }

  private changed(): void {
    this.events.emit("change", undefined);
  }
}

export const moments = new Moments(theGateway);
