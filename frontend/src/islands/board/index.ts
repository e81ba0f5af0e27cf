import { Board } from "./element";
import { BoardHistory } from "./history-panel";
import { BoardLostEdits } from "./lost-edits";
import { BoardPageDialog } from "./page-dialog";

for (const [name, element] of [
  ["samovar-board", Board],
  ["samovar-board-history", BoardHistory],
  ["samovar-board-lost", BoardLostEdits],
  ["samovar-board-page", BoardPageDialog],
] as const) {
  if (!customElements.get(name)) customElements.define(name, element);
}
