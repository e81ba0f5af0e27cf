import { toast } from "../../enhance/toasts";
import { HttpRefusal } from "../../lib/http";
import { t, tn } from "../../lib/i18n";
import type { Editor } from "./editor";
import { fresh } from "./fresh";
import { bytesOf, type Pictures } from "./pictures";
import { refusedWith } from "./reason";
import { putSlides } from "./slides";

/** What a chosen file may be. */
export const OPENED = ".excalidraw,.pdf,application/pdf,application/vnd.excalidraw+json";

interface Place {
  /** The board, for who may draw on it. */
  board(): number | null;
  pictures(): Pictures | null;
  editor(): Editor | null;
  inserted(): void;
  go(page: number): void;
  /** What is being done, "" when nothing is. */
  busy(words: string): void;
}

/** Putting files on a board: drawings on the page that is open, each page of a PDF on a new one. */
export class Opening {
  constructor(private readonly place: Place) {}

  /** A file was let go over the editor. Pictures are the editor's own business. */
  dropped(event: DragEvent): void {
    const file = event.dataTransfer?.files[0];
    if (!file || !/\.(pdf|excalidraw)$/i.test(file.name)) return;
    event.preventDefault();
    event.stopPropagation();
    void this.put(file);
  }

  picked(event: Event): void {
    const input = event.target;
    if (!(input instanceof HTMLInputElement)) return;
    const file = input.files?.[0];
    if (file) void this.put(file);
    input.value = "";
  }

  private async put(file: File): Promise<void> {
    const board = this.place.board();
    const pictures = this.place.pictures();
    const editor = this.place.editor();
    if (board === null || !pictures || !editor) return;
    const isPdf = file.type === "application/pdf" || file.name.toLowerCase().endsWith(".pdf");
    try {
      if (isPdf) await this.putPdf(board, file, pictures);
      else await this.putDrawing(file, editor, pictures);
    } catch (error) {
      toast(whyNot(error), "error");
    } finally {
      this.place.busy("");
    }
  }

  private async putPdf(board: number, file: File, pictures: Pictures): Promise<void> {
    const { first, put, count, failure } = await putSlides(board, file, pictures, {
      at: (page, count) => this.place.busy(t("Page {page} of {count}", { page, count })),
    });
    if (first) this.place.go(first);
    if (failure === null) return;
    const far = put > 0 ? ` ${t("{n} of {count} pages are on the board.", { n: put, count })}` : "";
    toast(`${whyNot(failure)}${far}`, "error");
  }

  private async putDrawing(file: File, editor: Editor, pictures: Pictures): Promise<void> {
    const { elements, files } = await editor.read(file);
    const used = new Set(elements.map((one) => (one.type === "image" ? one.fileId : null)));
    const brought = files.filter(({ id }) => used.has(id));
    for (const [at, { id, dataURL }] of brought.entries()) {
      this.place.busy(t("Picture {n} of {count}", { n: at + 1, count: brought.length }));
      await pictures.take(id, bytesOf(dataURL)).catch(goOn);
    }
    editor.addFiles(brought);
    // A file without their bytes may be of this very board.
    await pictures.show(elements);
    const whole = elements.filter((one) => pictures.isThere(one) || pictures.waits(one));
    const missing = elements.length - whole.length;
    if (missing > 0)
      toast(
        tn("{n} picture could not be put here.", "{n} pictures could not be put here.", missing),
        "error",
      );
    editor.insert(fresh(whole));
    this.place.inserted();
  }
}

/** What the server has against it, else what there is about the file. A PDF says it itself when it is locked. */
function whyNot(error: unknown): string {
  const locked = error instanceof Error && error.name === "PasswordException";
  if (locked) return t("This PDF is locked with a password. Save it without one and choose it again.");
  return refusedWith(error) ?? t("This file could not be read.");
}

/** One picture that is refused does not keep the rest of the drawing away. */
function goOn(error: unknown): void {
  if (!(error instanceof HttpRefusal)) throw error;
}
