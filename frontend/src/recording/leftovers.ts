/** Sends what a tab had kept when it died or found no space, once nobody records it any more. */

import { toast } from "../enhance/toasts";
import { t } from "../lib/i18n";
import { finish, sendTo } from "./http";
import { isStale, leftSince, lockOf, noted, unnote } from "./left";
import { refusedText } from "./notice";
import { Sender } from "./sender";
import { openPieces } from "./store";
import { filesOf } from "./webm";

/** A part of a recording that only this browser has. `since`: in ms since 1970. */
export interface LeftPart {
  readonly recording: number;
  readonly since: number;
  readonly bytes: number;
}

let sending: Promise<void> | null = null;

/** Sends all leftovers, once in the life of a page; resolves when that was tried. Other tabs may do the same. */
export function sendLeftovers(): Promise<void> {
  sending ??= sendAll();
  return sending;
}

async function sendAll(): Promise<void> {
  for (const recording of noted()) {
    await navigator.locks.request(lockOf(recording), { ifAvailable: true }, async (lock) => {
      if (lock) await sendOne(recording);
    });
  }
}

/** Tries one of them again, now. */
export async function sendAgain(recording: number): Promise<void> {
  await navigator.locks.request(lockOf(recording), () => sendOne(recording));
}

/** What is left of a recording that one may see, once nobody records or sends it; null when that is nothing. */
export async function leftOf(recording: number): Promise<LeftPart | null> {
  await sendLeftovers();
  // Waits as long as another tab records.
  const pieces = await navigator.locks.request(lockOf(recording), { mode: "shared" }, () =>
    openPieces().all(recording),
  );
  if (pieces.length === 0 || !(await maySee(recording))) return null;
  const bytes = pieces.reduce((sum, { content }) => sum + content.byteLength, 0);
  return { recording, since: leftSince(recording), bytes };
}

/** Somebody else may have logged in here since. */
async function maySee(recording: number): Promise<boolean> {
  const address = `/recordings/${recording}/`;
  const answer = await fetch(address, { method: "HEAD", credentials: "same-origin" }).catch(() => null);
  return answer?.ok === true;
}

/** What is left as files that can be played, one for each time recording was begun. */
export async function leftFiles(recording: number): Promise<Blob[]> {
  const files = filesOf(await openPieces().all(recording));
  return files.map((file) => new Blob([file], { type: "video/webm" }));
}

/** It is not wanted any more. */
export async function forgetLeft(recording: number): Promise<void> {
  await openPieces().forget(recording);
  unnote(recording);
}

async function sendOne(recording: number): Promise<void> {
  const store = openPieces();
  const before = await store.aside(recording);
  // What was refused may be taken now: by a server that was mended, or after a new login.
  await store.takeUp(recording);
  const some = (await store.first(recording)) !== null;
  await new Sender(
    recording,
    store,
    sendTo(() => undefined, true),
  ).settled();
  if (isStale(recording)) await store.forget(recording);
  const left = (await store.all(recording)).length;
  if (left === 0) unnote(recording);
  await finish(recording);
  if (some && left === 0) toast(t("What this browser had kept of a recording is saved."));
  // Told once: who logs in with another account cannot do anything about it.
  if ((await store.aside(recording)) > before) toast(refusedText(), "error");
}
