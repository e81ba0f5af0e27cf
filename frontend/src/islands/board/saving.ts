import type { BoardState } from "../../generated/wire";
import { handOver } from "../../lib/hand-over";
import { csrfToken, isRecord, refusalOf } from "../../lib/http";
import { t } from "../../lib/i18n";
import type { BoardElement, BoardFile, Editor } from "./editor";
import type { Pictures } from "./pictures";
import { reach } from "./reason";

/** Where the pictures of a drawing come from. */
export interface Source {
  readonly editor: Pick<Editor, "written" | "pictures">;
  readonly pictures: Pick<Pictures, "file"> | null;
  /** Tells what is being done, "" at the end. */
  busy(words: string): void;
}

/** Hands elements over as a file that can be put on any board again, with the pictures they show. */
export async function download(elements: readonly BoardElement[], source: Source): Promise<void> {
  const content = await withPictures(elements, source);
  handOver(new Blob([content], { type: "application/vnd.excalidraw+json" }), "board.excalidraw");
}

async function withPictures(
  elements: readonly BoardElement[],
  { editor, pictures, busy }: Source,
): Promise<string> {
  const here = new Map(editor.pictures().map((file) => [String(file.id), file]));
  const shown = new Set(elements.flatMap((one) => (one.type === "image" && one.fileId ? [one.fileId] : [])));
  const missing = [...shown].filter((id) => !here.has(id));
  for (const [at, id] of missing.entries()) {
    busy(t("Picture {n} of {count}", { n: at + 1, count: missing.length }));
    const file = await pictures?.file(id);
    if (file) here.set(id, file as BoardFile);
  }
  busy("");
  return editor.written(elements, [...here.values()]);
}

/** Keeps a picture of the page on the server. */
export async function saveSnapshot({ board, page }: BoardState, picture: Blob): Promise<void> {
  const body = new FormData();
  body.set("picture", picture, "board.png");
  body.set("page", String(page));
  const headers = { accept: "application/json", "x-csrftoken": csrfToken() };
  const answer = await reach(`/boards/${board}/snapshots/`, { method: "POST", body, headers });
  if (answer.ok) return;
  const content: unknown = await answer.json().catch(() => null);
  throw refusalOf(answer.status, isRecord(content) ? content : {});
}
