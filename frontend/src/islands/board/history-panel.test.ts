import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { BoardHistory } from "./history-panel";
import { BoardLostEdits } from "./lost-edits";

/** What the server was asked, and how it answers; what was said; and which addresses hold a picture. */
const { asked, said } = vi.hoisted(() => ({
  asked: [] as { path: string; answer: (told: unknown) => void; fail: () => void }[],
  said: [] as string[],
}));

vi.mock("../../enhance/toasts", () => ({ toast: (text: string) => said.push(text) }));
vi.mock("../../lib/http", async (original) => ({
  ...(await original<typeof import("../../lib/http")>()),
  request: (_method: string, path: string) =>
    new Promise((resolve, reject) =>
      asked.push({ path, answer: resolve, fail: () => reject(new TypeError("offline")) }),
    ),
}));

customElements.define("samovar-board-history", BoardHistory);
customElements.define("samovar-board-lost", BoardLostEdits);

const VERSIONS = [1, 2].map((seq) => ({ seq, at: "2026-11-22T10:00:00Z", name: `version ${seq}` }));
let held: Set<string>;
let drawn: (() => void)[];

beforeEach(() => {
  asked.length = 0;
  said.length = 0;
  held = new Set();
  drawn = [];
  vi.spyOn(URL, "createObjectURL").mockImplementation((blob) => {
    const address = `blob:${blob instanceof Blob ? blob.type : ""}`;
    held.add(address);
    return address;
  });
  vi.spyOn(URL, "revokeObjectURL").mockImplementation((address) => void held.delete(String(address)));
});

afterEach(() => document.body.replaceChildren());

/** The last question that ends so. */
const question = (end: string) =>
  vi.waitFor(() => {
    const found = asked.findLast(({ path }) => path.endsWith(end));
    if (!found) throw new Error(`nobody asked ${end}`);
    return found;
  });

/** A picture is called after the one element it shows. */
const draw = (elements: readonly { id: string }[]): Promise<Blob> =>
  new Promise((resolve) => drawn.push(() => resolve(new Blob([], { type: `picture/${elements[0]?.id}` }))));

async function open(): Promise<BoardHistory> {
  const panel = new BoardHistory();
  Object.assign(panel, { board: 1, page: 1, draw });
  document.body.append(panel);
  (await question("/history/")).answer({ begins: 0, moments: VERSIONS, versions: VERSIONS });
  await tellElements(2);
  drawn.pop()?.();
  await vi.waitFor(() => expect(panel.querySelectorAll(".board-version")).toHaveLength(2));
  return panel;
}

const choose = (panel: BoardHistory, n: number): void =>
  panel.querySelectorAll<HTMLElement>(".board-version")[n - 1]?.click();
const tellElements = async (n: number): Promise<void> => {
  (await question(`/history/${n}/`)).answer({ elements: [{ id: String(n) }] });
  await vi.waitFor(() => expect(drawn.length).toBeGreaterThan(0));
};

test("a picture that is drawn late does not cover the moment one slid to", async () => {
  const panel = await open();
  choose(panel, 1);
  await tellElements(1);
  const late = drawn.pop();
  choose(panel, 2);
  await tellElements(2);
  drawn.pop()?.();
  late?.();
  await new Promise((resolve) => setTimeout(resolve));
  await panel.updateComplete;
  expect([...held]).toEqual(["blob:picture/2"]);
  expect(panel.querySelector("img")?.getAttribute("src")).toBe("blob:picture/2");
});

test("a picture that is drawn when the panel is closed holds nothing", async () => {
  const panel = await open();
  choose(panel, 1);
  await tellElements(1);
  panel.remove();
  drawn.pop()?.();
  await new Promise((resolve) => setTimeout(resolve));
  expect(held.size).toBe(0);
});

test("a moment that cannot be read is told in words", async () => {
  const panel = await open();
  choose(panel, 1);
  (await question("/history/1/")).fail();
  await vi.waitFor(() => expect(said).toEqual(["The history could not be loaded."]));
});

test("on another page it shows that page's history, and restores nothing of the one before", async () => {
  const panel = await open();
  panel.page = 2;
  const other = await question("/pages/2/history/");
  await panel.updateComplete;
  expect(panel.querySelector(".board-version")).toBeNull();
  other.answer({ begins: 0, moments: [{ ...VERSIONS[0], seq: 7 }], versions: [] });
  expect((await question("/history/7/")).path).toBe("/boards/1/pages/2/history/7/");
});

test("edits that lost and are drawn when the panel is closed hold nothing", async () => {
  const lost = new BoardLostEdits();
  Object.assign(lost, { board: 1, page: 1, draw });
  document.body.append(lost);
  const edit = { id: 1, at: "2026-11-22T10:00:00Z", by: "bob", element: { id: "1" } };
  (await question("/lost/")).answer({ lost: [edit] });
  await vi.waitFor(() => expect(drawn).toHaveLength(1));
  lost.remove();
  drawn[0]?.();
  await new Promise((resolve) => setTimeout(resolve));
  expect(held.size).toBe(0);
});
