import { beforeEach, expect, test, vi } from "vitest";
import { Refused } from "../../realtime/requests";
import type { Editor } from "./editor";
import { Opening } from "./opening";
import type { Pictures } from "./pictures";

/** What was said; how many pages the PDF has; after how many the board takes no more, and why. */
const { said, pdf } = vi.hoisted(() => ({
  said: [] as string[],
  pdf: { count: 0, space: 0, refusal: new Error() },
}));

vi.mock("../../enhance/toasts", () => ({ toast: (text: string) => said.push(text) }));
vi.mock("./pdf", () => ({
  openPdf: async () => ({
    count: pdf.count,
    draw: async () => ({ picture: new Blob(), width: 4, height: 3 }),
  }),
}));

let pages: number;
vi.mock("../../realtime/client", () => ({
  gateway: {
    request: async (op: string) => {
      if (op !== "board.add_page") return {};
      if (pages === pdf.space) throw pdf.refusal;
      pages += 1;
      return { page: 100 + pages };
    },
  },
}));

const gone: number[] = [];

beforeEach(() => {
  pages = 0;
  said.length = 0;
  gone.length = 0;
});

function opened(): Opening {
  return new Opening({
    board: () => 1,
    pictures: () => ({ put: async () => undefined }) as unknown as Pictures,
    editor: () => ({}) as unknown as Editor,
    inserted: () => undefined,
    go: (page) => gone.push(page),
    busy: () => undefined,
  });
}

async function put(): Promise<void> {
  const input = Object.assign(document.createElement("input"), { type: "file" });
  Object.defineProperty(input, "files", { value: [new File(["%PDF"], "lesson.pdf")] });
  const picked = new Event("change");
  Object.defineProperty(picked, "target", { value: input });
  opened().picked(picked);
  await vi.waitFor(() => expect(gone).toEqual([101]));
}

test("a PDF of any length is put on the board as far as there is space, and it is said how far", async () => {
  Object.assign(pdf, { count: 90, space: 99, refusal: new Error() });
  await put();
  expect([pages, said]).toEqual([90, []]);
  pages = 0;
  gone.length = 0;
  const refusal = new Refused("too_many_pages", "A board has at most 100 pages.");
  Object.assign(pdf, { count: 90, space: 30, refusal });
  await put();
  await vi.waitFor(() =>
    expect(said).toEqual(["A board has at most 100 pages. 30 of 90 pages are on the board."]),
  );
});

test("a PDF that is cut off by a broken line is no unreadable file", async () => {
  Object.assign(pdf, { count: 3, space: 2, refusal: new Refused("offline") });
  await put();
  await vi.waitFor(() =>
    expect(said).toEqual([
      "There is no connection. Try again when it is back. 2 of 3 pages are on the board.",
    ]),
  );
});
