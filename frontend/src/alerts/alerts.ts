import type { NotificationsChanged } from "../generated/wire";
import { t } from "../lib/i18n";
import { gateway } from "../realtime/client";
import { closeAllNotes, closeNote, isToldByPush, showNote } from "./desktop";
import { deviceChoice, wantsDesktop } from "./device";
import { quiet } from "./quiet";
import { chime } from "./sound";
import { isFirstToTell, shareFocus, someTabHasFocus } from "./tabs";

/** What the bell is told is heard, and shown on the desktop, by one tab of each browser. */
export function startAlerts(): void {
  shareFocus();
  quiet.start();
  gateway.on("notifications.changed", (event) => {
    if (event.unread === 0) closeAllNotes();
    for (const tag of event.gone) closeNote(tag);
    // What was missed while the connection was away is counted, but is no news.
    if (event.text && event.id && gateway.live) void alertTo(event);
  });
  gateway.on("calls.rang", ({ ring }) => {
    if (quiet.on) return;
    const note = { key: `ring:${ring.id}`, text: t("{name} calls you", { name: ring.name }) };
    void tellOnDesktop(note.key, note.text, `/r/${ring.room.code}/`);
  });
  gateway.on("calls.ring_ended", ({ ring }) => closeNote(`ring:${ring}`));
}

async function alertTo({ id, tag, text, target }: NotificationsChanged): Promise<void> {
  if (quiet.on || !(await isFirstToTell(`n${id}`))) return;
  if (deviceChoice().sound) chime();
  if (wantsDesktop() && !(await someTabHasFocus()) && !(await isToldByPush())) showNote(tag, text, target);
}

async function tellOnDesktop(key: string, text: string, target: string): Promise<void> {
  if (!wantsDesktop() || (await someTabHasFocus())) return;
  if (await isFirstToTell(key)) showNote(key, text, target);
}
