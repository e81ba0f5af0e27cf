import type { TemplateResult } from "lit";
import { filesView } from "../../files/message-files";
import type { MessageView } from "../../generated/wire";
import { forwardedView, inThreadView, repliesView } from "./marks-view";
import type { RowTools } from "./row-view";

/** Something that a message shows besides its text; `nothing` where it has none of it. */
export type RowPart = (message: MessageView, tools: RowTools) => TemplateResult | symbol;

/** Inside the bubble, above the text (what it answers stands above them). */
// biome-ignore format: a line each, so that two can add theirs at once
export const ABOVE_TEXT: readonly RowPart[] = [
  forwardedView,
  inThreadView,
  (message) => filesView(message.room, message.files),
];

/** Inside the bubble, below the text: what it carries. */
export const BELOW_TEXT: readonly RowPart[] = [];

/** Below the bubble, with the reactions. */
export const BELOW_BUBBLE: readonly RowPart[] = [repliesView];
