import { gateway } from "../realtime/client";
import { roomHere } from "../realtime/rooms";
import { doorsAt } from "./doors";
import { Tray } from "./tray";

const trays = new Map<number | string, Tray>();

/** Where a guest's files are, below the room of the pass; a person's are below the root. */
function rootOf(room: number): string | null {
  if (!gateway.me?.startsWith("g:")) return null;
  return `/r/${roomHere(room)?.room?.code ?? ""}/`;
}

/** The files that are about to be sent in a room, as long as this page lives; a thread (`place`) has its own. */
export function trayOf(room: number, place: number | string = room): Tray {
  const known = trays.get(place);
  if (known) return known;
  const tray = new Tray(doorsAt(rootOf(room) ?? "/api/"));
  trays.set(place, tray);
  return tray;
}

/** Where a file of a room's message is fetched. */
export function addressOf(room: number, id: string): string {
  return `${rootOf(room) ?? "/"}attachments/${id}/`;
}

// Uploads do not outlive the browser: it asks before it closes.
window.addEventListener("beforeunload", (event) => {
  if ([...trays.values()].some((tray) => tray.busy)) event.preventDefault();
});
