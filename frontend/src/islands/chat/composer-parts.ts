import type { TemplateResult } from "lit";
import { emojiButton, formatBar } from "./compose/bar";
import { completion } from "./compose/completion";
import { plusMenu } from "./compose/plus";
import type { Composer } from "./composer";
import { fileButton, fileTray, voiceButton } from "./composer-files";

/** Something in the composer besides its field; `nothing` where it does not belong. */
export type ComposerPart = (composer: Composer) => TemplateResult | symbol;

/** Above the field, over the whole width: lists, toolbars, what will be sent along. */
export const ABOVE_FIELD: readonly ComposerPart[] = [fileTray, completion, formatBar];

/** In the box before the field. */
export const BEFORE_FIELD: readonly ComposerPart[] = [plusMenu, fileButton];

/** In the box between the field and the button that sends. */
export const AFTER_FIELD: readonly ComposerPart[] = [emojiButton, voiceButton];
