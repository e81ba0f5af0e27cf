import type {
  BoardCursor,
  BoardInk,
  BoardPages,
  BoardState,
  BoardView,
  Commands,
  EventName,
  Events,
  Op,
} from "../../generated/wire";
import type { Drawn } from "./state";

/** The way to the server; the tab's gateway is one. */
export interface Line {
  readonly status: string;
  readonly me: string | null;
  request<Name extends Op>(op: Name, data: Commands[Name]["in"]): Promise<Commands[Name]["out"]>;
  on<Name extends EventName>(name: Name, handler: (data: Events[Name]) => void): () => void;
  /** Calls when the line is there, first and again. */
  onReady(handler: () => void): () => void;
  /** All elements of a page, when they are too many for the line. */
  scene(board: number, page: number): Promise<unknown>;
}

/** What the sync shows and looks at: the editor, or a list in a test. */
export interface Sheet<E> {
  /** All elements that are shown here now, deleted ones too. */
  scene(): readonly E[];
  /** Shows elements as they are given; with `anew` there are no others. Returns those the hand is just on. */
  bring(elements: readonly E[], anew: boolean): readonly E[];
  /** May it be sent already? A picture's bytes go first. */
  ready(element: E): boolean;
}

/** What a page's connection tells. `waiting`: edits the server does not have. `left`: what cannot be sent.
 * `lost`: so many edits lost to others'; the server keeps them aside. */
export interface SyncEvents<E extends Drawn> {
  remote: readonly E[];
  state: BoardState;
  pages: BoardPages;
  ink: BoardInk;
  cursor: BoardCursor;
  view: BoardView;
  waiting: number;
  left: readonly E[];
  lost: number;
  trouble: Error;
}
