import { gateway } from "../../realtime/client";
import type { Drawing } from "./pdf";
import type { Pictures } from "./pictures";

const WIDTH = 1_200;

/** What the progress of putting slides on a board is told to. */
export interface SlideDoings {
  at(page: number, count: number): void;
}

/** What became of a PDF: its first page on the board (0: none), and what kept the pages after `put` away. */
export interface Put {
  readonly first: number;
  readonly put: number;
  readonly count: number;
  readonly failure: unknown;
}

/**
 * Puts each page of a PDF on a page of its own, as a picture that does not move when one writes on it.
 * Rejects when it is no PDF, or is locked.
 */
export async function putSlides(
  board: number,
  file: File,
  pictures: Pictures,
  doings: SlideDoings,
): Promise<Put> {
  const { openPdf } = await import("./pdf");
  const document = await openPdf(file);
  const { count } = document;
  const name = file.name.replace(/\.pdf$/i, "").slice(0, 80);
  let first = 0;
  for (let number = 1; number <= count; number++) {
    doings.at(number, count);
    try {
      const drawing = await document.draw(number);
      const page = await putSlide(board, `${name} ${number}`, drawing, pictures);
      first ||= page;
    } catch (failure) {
      return { first, put: number - 1, count, failure };
    }
  }
  return { first, put: count, count, failure: null };
}

async function putSlide(
  board: number,
  title: string,
  { picture, width, height }: Drawing,
  pictures: Pictures,
): Promise<number> {
  const id = crypto.randomUUID().replaceAll("-", "");
  await pictures.put(id, picture);
  const { page } = await gateway.request("board.add_page", { board, title, after: 0 });
  const element = slide(id, WIDTH, (WIDTH * height) / width);
  await gateway.request("board.op", { board, page, elements: [element] });
  return page;
}

function slide(fileId: string, width: number, height: number): Record<string, unknown> {
  return {
    id: crypto.randomUUID().replaceAll("-", ""),
    type: "image",
    fileId,
    status: "saved",
    scale: [1, 1],
    crop: null,
    x: 0,
    y: 0,
    width,
    height: Math.round(height * 100) / 100,
    angle: 0,
    strokeColor: "transparent",
    backgroundColor: "transparent",
    fillStyle: "solid",
    strokeWidth: 2,
    strokeStyle: "solid",
    roundness: null,
    roughness: 1,
    opacity: 100,
    seed: 1,
    version: 1,
    versionNonce: crypto.getRandomValues(new Uint32Array(1))[0] ?? 0,
    index: "a0",
    isDeleted: false,
    groupIds: [],
    frameId: null,
    boundElements: null,
    updated: Date.now(),
    link: null,
    locked: true,
  };
}
