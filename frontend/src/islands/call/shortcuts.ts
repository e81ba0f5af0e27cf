import { t } from "../../lib/i18n";
import { floor } from "../../media/floor";
import { callSession } from "../../media/session";
import { chosenLayout } from "./chosen-layout";
import { toggleFullScreen } from "./full-screen";
import { told } from "./ring";

const SWITCHED_OFF = "samovar.shortcuts-off";
const TALK = "Space";

/** One key and what it does; `key` is the physical one, so that it works in every script. */
export interface Shortcut {
  readonly code: string;
  readonly key: string;
  readonly text: string;
  act(): void;
}

export function shortcuts(): Shortcut[] {
  return [
    { code: "KeyM", key: "M", text: t("Microphone on or off"), act: () => toggle("microphone") },
    { code: "KeyC", key: "C", text: t("Camera on or off"), act: () => toggle("camera") },
    { code: "KeyS", key: "S", text: t("Share screen or stop"), act: () => toggle("screen") },
    { code: "KeyH", key: "H", text: t("Hand up or down"), act: toggleHand },
    { code: "KeyG", key: "G", text: t("Grid or speaker"), act: () => chosenLayout.toggleLayout() },
    { code: "KeyF", key: "F", text: t("Full screen or back"), act: toggleFullScreen },
  ];
}

export function toggleHand(): void {
  const mine = callSession.tiles.find((tile) => tile.me);
  if (mine) told(floor.raiseHand(!mine.hand));
}

/** Single keys can get in the way of other programs, so they can be switched off. */
export function shortcutsOn(): boolean {
  return localStorage.getItem(SWITCHED_OFF) === null;
}

export function switchShortcuts(on: boolean): void {
  if (on) localStorage.removeItem(SWITCHED_OFF);
  else localStorage.setItem(SWITCHED_OFF, "1");
}

/** Listen to the keys of the whole page; what is typed into a field is never a shortcut. */
export function followKeys(): void {
  let talking = false;
  const hush = (): void => {
    if (talking) void callSession.turn("microphone", false);
    talking = false;
  };
  document.addEventListener("keydown", (event) => {
    if (!isForUs(event)) return;
    if (event.code === TALK) {
      if (!event.repeat) {
        talking = true;
        void callSession.turn("microphone", true);
      }
      event.preventDefault();
      return;
    }
    const found = shortcuts().find(({ code }) => code === event.code);
    if (!found || event.repeat) return;
    event.preventDefault();
    found.act();
  });
  document.addEventListener("keyup", (event) => {
    // Wherever it is let go: the cursor may be in a field by now.
    if (event.code === TALK) hush();
  });
  // In another window nobody tells that it is let go.
  window.addEventListener("blur", hush);
}

function isForUs(event: KeyboardEvent): boolean {
  if (callSession.phase !== "in" || event.ctrlKey || event.altKey || event.metaKey) return false;
  const target = event.target instanceof Element ? event.target : null;
  const busy = target?.closest("input, textarea, select, [contenteditable], dialog, [role=menu]");
  const pressing = event.code === TALK && target?.closest("button, a, summary, [role=tab]");
  return !busy && !pressing && shortcutsOn();
}

function toggle(source: "microphone" | "camera" | "screen"): void {
  void callSession.turn(source, !callSession.local.has(source));
}
