import { GlobalWorkerOptions, getDocument, type PDFPageProxy } from "pdfjs-dist";
import worker from "pdfjs-dist/build/pdf.worker.min.mjs?url";

/** A page of a document, drawn. Sizes are in pixels. */
export interface Drawing {
  picture: Blob;
  width: number;
  height: number;
}

const SIDE = 2_000;

GlobalWorkerOptions.workerSrc = worker;

/** How many pages it has, and each of them, drawn only when it is asked for. Rejects when it is no PDF. */
export async function openPdf(file: Blob): Promise<{ count: number; draw(page: number): Promise<Drawing> }> {
  const data = new Uint8Array(await file.arrayBuffer());
  // The policy of the page lets no WebAssembly run; there is JavaScript for the same.
  const opened = await getDocument({ data, useWasm: false, enableXfa: false }).promise;
  return {
    count: opened.numPages,
    draw: async (page) => drawn(await opened.getPage(page)),
  };
}

async function drawn(page: PDFPageProxy): Promise<Drawing> {
  const natural = page.getViewport({ scale: 1 });
  const viewport = page.getViewport({ scale: SIDE / Math.max(natural.width, natural.height) });
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(viewport.width);
  canvas.height = Math.round(viewport.height);
  await page.render({ canvas, viewport, background: "#ffffff" }).promise;
  const picture = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, "image/png");
  });
  page.cleanup();
  if (!picture) throw new Error();
  return { picture, width: natural.width, height: natural.height };
}
