import { toast } from "../../enhance/toasts";
import { t } from "../../lib/i18n";
import { captions, speechIsHeard } from "../../media/captions";

/** Captions on or off; who else may hear is said at once. */
export function toggleCaptions(): void {
  captions.toggle(!captions.on);
  if (captions.on) toast(captionsNote());
}

function captionsNote(): string {
  if (!speechIsHeard())
    return t("You see what the others say. This browser cannot turn your own speech into text.");
  return t("The maker of your browser may hear your speech to turn it into text.");
}
