import { toast } from "../../enhance/toasts";
import { t } from "../../lib/i18n";

/** Can this browser show a page without itself around it? Phones of one maker cannot. */
export function fullScreenIsThere(): boolean {
  return document.fullscreenEnabled;
}

/** The room alone on the screen, or back among other windows. */
export function toggleFullScreen(): void {
  const room = document.querySelector("samovar-room");
  const doing = document.fullscreenElement ? document.exitFullscreen() : room?.requestFullscreen();
  doing?.catch(() => toast(t("This browser does not fill the screen now."), "error"));
}
