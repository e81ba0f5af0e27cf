import { toast } from "../enhance/toasts";
import { t, tn } from "../lib/i18n";
import type { Announced } from "./bringing";
import { MOST, type Tray } from "./tray";

/** A browser that cannot say a video's measures is not waited for longer; ms. */
const PATIENCE = 3000;

/** Takes files that were chosen, dropped or pasted into the tray, at most ten for one message. */
export async function take(tray: Tray, files: Iterable<File>): Promise<void> {
  const all = [...files];
  for (const [number, file] of all.entries()) {
    if (tray.items.length >= MOST) {
      const left = all.length - number;
      const words = tn(
        "At most ten files go with one message: {n} file was left out.",
        "At most ten files go with one message: {n} files were left out.",
        left,
      );
      toast(words, "error");
      return;
    }
    if (file.size === 0) {
      toast(t("{name} is empty or a folder.", { name: file.name }), "error");
      continue;
    }
    const announced = { name: file.name, size: file.size, type: file.type };
    const isPicture = file.type.startsWith("image/") && file.type !== "image/svg+xml";
    const preview = isPicture ? URL.createObjectURL(file) : "";
    tray.add(file, { ...announced, ...(await measured(file)) }, preview);
  }
}

/** What can be known of a video or a sound without the server: it only draws, so that nothing jumps. */
async function measured(file: File): Promise<Partial<Announced>> {
  const kind = file.type.split("/")[0];
  if (kind !== "video" && kind !== "audio") return {};
  const player = document.createElement(kind);
  const address = URL.createObjectURL(file);
  try {
    await new Promise((resolve, reject) => {
      player.addEventListener("loadedmetadata", resolve);
      player.addEventListener("error", reject);
      setTimeout(reject, PATIENCE);
      player.preload = "metadata";
      player.src = address;
    });
    return measuresOf(player);
  } catch {
    return {};
  } finally {
    player.removeAttribute("src");
    URL.revokeObjectURL(address);
  }
}

function measuresOf(player: HTMLMediaElement): Partial<Announced> {
  const duration = Math.round(player.duration * 1000);
  const known = Number.isFinite(duration) && duration < 86_400_000 ? { duration } : {};
  if (!(player instanceof HTMLVideoElement) || !player.videoWidth || !player.videoHeight) return known;
  return { ...known, width: player.videoWidth, height: player.videoHeight };
}
