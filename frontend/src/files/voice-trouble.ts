import { t } from "../lib/i18n";
import type { Trouble } from "../media/devices";

/** Why no voice message is recorded, and what to do about it. */
export function voiceTrouble(trouble: Trouble): string {
  switch (trouble) {
    case "blocked":
      return t("The microphone is blocked. Allow it by the icon beside the address, then try again.");
    case "absent":
      return t("No microphone was found. Plug one in, then try again.");
    case "busy":
      return t("Another program uses the microphone. Close it, then try again.");
    case "unsupported":
      return t("This page cannot use the microphone. Open it by a secure address (https).");
    default:
      return t("Nothing can be recorded here now. Try again, or choose another microphone.");
  }
}
