import { t } from "../../lib/i18n";
import type { Trouble } from "../../media/devices";
import type { Source } from "../../media/mediaSession";

/** What went wrong with a device and what to do about it; null when nothing did that needs words. */
export function troubleSentence(source: Source, trouble: Trouble): string | null {
  if (source === "screen") return screenSentence(trouble);
  const microphone = source === "microphone";
  switch (trouble) {
    case "blocked":
      return microphone
        ? t("The microphone is blocked. Allow it by the icon beside the address, then turn it on again.")
        : t("The camera is blocked. Allow it by the icon beside the address, then turn it on again.");
    case "absent":
      return microphone
        ? t("No microphone was found. Plug one in, then turn it on again.")
        : t("No camera was found. Plug one in, then turn it on again.");
    case "busy":
      return microphone
        ? t("Another program uses the microphone. Close it, then turn it on again.")
        : t("Another program uses the camera. Close it, then turn it on again.");
    case "unsupported":
      return t("This page cannot use devices. Open it by a secure address (https).");
    case "failed":
      return microphone ? t("The microphone does not start.") : t("The camera does not start.");
    case "slow":
      return t(
        "This machine is too slow for a blurred background, so blur and camera are off. Turned on again, your camera shows what is behind you.",
      );
    case "unblurred":
      return t(
        "The background cannot be blurred here, so the camera stays off. Turn the blur off, or try again.",
      );
  }
}

function screenSentence(trouble: Trouble): string | null {
  // Closing the browser's own dialog is a decision, not a trouble.
  if (trouble === "blocked") return null;
  if (trouble === "unsupported") return t("This browser cannot share the screen.");
  return t("The screen cannot be shared now.");
}

/** Nothing comes from somebody who is in the call: why that may be, and what helps. */
export function unreachedSentence(name: string, relay: boolean): string {
  if (relay)
    return t("Nothing comes from {name}: one of your networks blocks calls. The connection test says more.", {
      name,
    });
  return t(
    "Nothing comes from {name}: your networks need a relay (TURN), and there is none here. Tell the operator.",
    {
      name,
    },
  );
}
