import type { BoardState, BoardView } from "../../generated/wire";
import { gateway } from "../../realtime/client";
import type { Part } from "./sight";

const OFTEN = 120;
/** So that who comes late sees where the presenter is. */
const AGAIN = 2_000;
/** So long nothing is heard of another tab of the presenter's: then none leads. */
const SILENCE = 5_000;
const ECHOES = 30;

/** Looking along with the presenter, or leading the others. */
export class Following {
  /** Does this tab look along? Whoever looks away stops, until asked for again. */
  on = true;
  private presenter: number | null = null;
  private last: BoardView | null = null;
  private sentAt = 0;
  private later: ReturnType<typeof setTimeout> | null = null;
  /** Of several tabs of the presenter, perhaps on other devices, that one leads in which the hand was last. */
  private leads = false;
  private heardAt = performance.now();
  /** What this tab showed: it comes back to it like to the presenter's other tabs. */
  private shown: string[] = [];
  private readonly again: ReturnType<typeof setInterval>;

  constructor(
    private readonly doings: {
      part(): Part | null;
      look(view: BoardView): void;
      state(): BoardState | null;
    },
  ) {
    this.again = setInterval(() => {
      this.leads ||= performance.now() - this.heardAt > SILENCE;
      this.lead();
    }, AGAIN);
  }

  stop(): void {
    clearInterval(this.again);
    if (this.later) clearTimeout(this.later);
  }

  /** Who presents may have changed: everybody looks along with a new one. */
  told({ presenter }: BoardState): void {
    if (presenter !== this.presenter) {
      this.on = true;
      this.last = null;
    }
    this.presenter = presenter;
  }

  /** Lead the others from this tab, or end leading. Rejects. */
  async present(on: boolean): Promise<void> {
    const board = this.doings.state()?.board;
    this.leads = on;
    if (board) await gateway.request("board.present", { board, on });
  }

  /** The presenter looks somewhere. */
  take(view: BoardView): void {
    if (view.participant === this.doings.state()?.me) {
      this.hear(named(view.page, view));
      return;
    }
    this.last = view;
    if (this.on && view.participant === this.presenter) this.doings.look(view);
  }

  /** Look along again. */
  resume(): void {
    this.on = true;
    if (this.last) this.doings.look(this.last);
  }

  /** The hand moved the view here. True when that ended looking along. */
  lookAway(): boolean {
    const state = this.doings.state();
    this.leads = true;
    const looked = this.on && this.presenter !== null && this.presenter !== state?.me;
    if (looked) this.on = false;
    return looked;
  }

  /** What this tab sees has changed, or is told again: the presenter's is shown to the others. */
  lead(): void {
    const state = this.doings.state();
    const part = this.doings.part();
    if (!this.leads || !state || state.presenter !== state.me || !part || gateway.status !== "open") return;
    const wait = this.sentAt + OFTEN - performance.now();
    if (wait > 0) {
      this.later ??= setTimeout(() => {
        this.later = null;
        this.lead();
      }, wait);
      return;
    }
    this.sentAt = performance.now();
    const { board, page } = state;
    this.shown = [...this.shown, named(page, part)].slice(-ECHOES);
    gateway.request("board.view", { board, page, ...part }).catch(() => undefined);
  }

  /** One of the presenter's tabs leads: this one, or it leaves that to the other. */
  private hear(view: string): void {
    if (this.shown.includes(view)) return;
    this.leads = false;
    this.heardAt = performance.now();
  }
}

function named(page: number, { x, y, width, height }: Part): string {
  return [page, x, y, width, height].join(" ");
}
