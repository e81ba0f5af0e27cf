/**
 * A blurred background: by the camera or the system behind it where they offer it (Media Capture Extensions), else by
 * a model that runs here. docs/decisions/0018-background-blur.md says why so.
 */

import { type Pipe, pipeOf, pipesAreThere } from "./blurPipe";

/** What browsers that know it add to their own types. */
interface Blurring {
  readonly backgroundBlur?: unknown;
}

/** Why a blurred picture ended, or never began. */
export type Unblurred = "slow" | "unblurred";

const ends = new WeakMap<MediaStreamTrack, Unblurred>();

/** Whether it is on; `null` where camera and system cannot choose it. */
export function blurOf(track: MediaStreamTrack | null | undefined): boolean | null {
  // Older browsers tell nothing of what a track can.
  const able: Blurring = track?.getCapabilities?.() ?? {};
  const { backgroundBlur } = able;
  if (!track || !Array.isArray(backgroundBlur)) return null;
  if (!backgroundBlur.includes(true) || !backgroundBlur.includes(false)) return null;
  return isBlurred(track);
}

/** Turn the camera's own on or off, all else as it was. False when the system did not do it. */
export async function blur(track: MediaStreamTrack, on: boolean): Promise<boolean> {
  const wanted = { ...track.getConstraints(), backgroundBlur: on };
  await track.applyConstraints(wanted).catch(() => undefined);
  return blurOf(track) === on;
}

/** Can the background be blurred here without the camera's help? */
export function modelIsThere(): boolean {
  return pipesAreThere();
}

/** Why this track ended, if it did because its background could not be blurred any more. */
export function whyUnblurred(track: MediaStreamTrack): Unblurred | null {
  return ends.get(track) ?? null;
}

/**
 * The picture of `camera` with its background blurred. It resolves once the first such picture is there, so a sharp
 * one never goes out; null when that cannot be done, and then the camera is closed. Who stops the track closes the
 * camera; when the camera ends, or this machine is too slow, the track ends and says so by `ended`.
 */
export async function blurred(
  camera: MediaStreamTrack,
  makePipe: (camera: MediaStreamTrack) => Pipe = pipeOf,
): Promise<MediaStreamTrack | null> {
  if (isBlurred(camera)) return camera;
  let pipe: Pipe;
  try {
    pipe = makePipe(camera);
  } catch {
    camera.stop();
    return null;
  }
  const { track } = pipe;
  const stopTrack = track.stop.bind(track);
  let over = false;
  const close = (): void => {
    over = true;
    pipe.close();
    stopTrack();
    camera.stop();
  };
  // Whoever holds the track knows nothing of the camera behind it.
  track.stop = close;
  // A track that is stopped from inside tells nobody.
  const end = (why: Unblurred | null): void => {
    if (over) return;
    if (why) ends.set(track, why);
    close();
    track.dispatchEvent(new Event("ended"));
  };
  camera.addEventListener("ended", () => end(null));
  pipe.broken.then(end, () => end("unblurred"));
  if (await Promise.race([pipe.flows, pipe.broken.then(() => false)]).catch(() => false)) return track;
  if (!over) close();
  return null;
}

function isBlurred(track: MediaStreamTrack): boolean {
  const now: Blurring = track.getSettings?.() ?? {};
  return now.backgroundBlur === true;
}
