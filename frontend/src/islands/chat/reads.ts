/** Who has read how far: pure. Numbers are those of messages. */
export class Reads {
  /** Up to where the viewer has read. */
  mine = 0;
  /** Where the viewer stood when the log was opened: what came after is new to him. Null when nothing is. */
  begin: number | null = null;
  private readonly others = new Map<number, number>();

  /** The state as the server has it; `waiting`: there are messages of others that the viewer has not read. */
  restart(mine: number, others: readonly { participant: number; n: number }[], waiting: boolean): void {
    this.mine = mine;
    this.begin = waiting ? mine : null;
    this.others.clear();
    for (const { participant, n } of others) this.others.set(participant, n);
  }

  /** Somebody has read on. */
  move(participant: number, n: number): void {
    this.others.set(participant, Math.max(n, this.others.get(participant) ?? 0));
  }

  /** The participants who have read the message `n`. */
  readersOf(n: number): number[] {
    return [...this.others].filter(([, read]) => read >= n).map(([participant]) => participant);
  }
}
