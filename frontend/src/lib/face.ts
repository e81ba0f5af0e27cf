import { html, nothing, type TemplateResult } from "lit";
import { faceClass, initials } from "./avatar";

const pictures = new Map<number, string>();

/** Remember the pictures of people in rooms, for what is drawn from the number of a participant alone. */
export function learnFaces(people: Iterable<{ id: number; avatar: string | null }>): void {
  for (const { id, avatar } of people) {
    if (avatar) pictures.set(id, avatar);
    else pictures.delete(id);
  }
}

/** Remember pictures of authors who may not be in the room just now. */
export function learnPictures(faces: Iterable<{ participant: number; avatar: string }>): void {
  for (const { participant, avatar } of faces) pictures.set(participant, avatar);
}

/** The path of a participant's picture, null when none is known. */
export function pictureOf(participant: number): string | null {
  return pictures.get(participant) ?? null;
}

/** A round face: initials, and over them the picture, as long as it can be fetched. */
export function face(name: string, size: string, picture: string | null): TemplateResult {
  const image = html`<img class="face-picture" src=${picture ?? ""} alt="" @load=${show} @error=${hide} />`;
  return html`<span class="face ${size} ${faceClass(name)}" aria-hidden="true">${initials(name)}${picture ? image : nothing}</span>`;
}

function show({ currentTarget }: Event): void {
  if (currentTarget instanceof HTMLElement) currentTarget.hidden = false;
}

/** Forbidden because of a block, or changed meanwhile. */
function hide({ currentTarget }: Event): void {
  if (currentTarget instanceof HTMLElement) currentTarget.hidden = true;
}
