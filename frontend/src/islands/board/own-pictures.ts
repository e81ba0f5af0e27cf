import { toast } from "../../enhance/toasts";
import { t } from "../../lib/i18n";
import type { BoardFile, Editor } from "./editor";
import { openPictures } from "./picture-store";
import { Pictures } from "./pictures";

interface Place {
  editor(): Editor | null;
  /** One is on the server now: what shows it may be sent. */
  brought(): void;
}

/** The pictures of a board as its editor shows them; what waits since before is brought first. */
export function picturesOf(owner: string, board: number, { editor, brought }: Place): Pictures {
  const doings = {
    came: (files: readonly object[]) => editor()?.addFiles(files as BoardFile[]),
    brought,
    failed: (fileId: string, error: Error) => {
      toast(error.message || t("The picture could not be saved."), "error");
      const shown = editor()?.scene() ?? [];
      const gone = shown.filter((one) => one.type === "image" && one.fileId === fileId);
      editor()?.insert(gone.map((one) => ({ ...one, isDeleted: true, version: one.version + 1 })));
    },
  };
  const pictures = new Pictures(board, doings, openPictures(owner, board));
  void pictures.open();
  return pictures;
}
