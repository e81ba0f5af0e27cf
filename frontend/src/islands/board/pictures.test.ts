import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { PictureStore } from "./picture-store";
import { bytesOf, Pictures } from "./pictures";
import { download } from "./saving";

const DOT = "data:image/png;base64,iVBORw0KGgo=";

let online = true;
let status = 201;
const brought: string[] = [];
const kept = new Map<string, Blob>();
const store: PictureStore = {
  all: async () => [...kept],
  keep: async (id, bytes) => void kept.set(id, bytes),
  drop: async (id) => void kept.delete(id),
};

/** The doors for pictures; what they were given can be asked for again. */
async function served(address: string, init?: RequestInit): Promise<Response> {
  if (!online) throw new TypeError("offline");
  if (init?.method === "POST") {
    if (status === 201) brought.push(String((init.body as FormData).get("name")));
    return new Response("{}", { status });
  }
  const name = address.split("/").at(-2) ?? "";
  if (!brought.includes(name)) return new Response(null, { status: 404 });
  return new Response(bytesOf(DOT), { headers: { "content-type": "image/png" } });
}

beforeEach(() => {
  kept.clear();
  vi.stubGlobal("fetch", served);
  online = true;
  status = 201;
  brought.length = 0;
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

const opened = () => {
  const came: string[] = [];
  const failed: string[] = [];
  const doings = {
    came: (files: { id: string }[]) => void came.push(...files.map(({ id }) => id)),
    brought: () => undefined,
    failed: (id: string) => void failed.push(id),
  };
  return { came, failed, pictures: new Pictures(7, doings, store) };
};

const image = (fileId: string) => ({ type: "image", fileId, isDeleted: false });

test("a picture that was chosen without a connection is brought when there is one", async () => {
  const { pictures, failed } = opened();
  online = false;
  await pictures.bring("one", bytesOf(DOT));
  expect(pictures.isThere(image("one"))).toBe(false);
  online = true;
  await pictures.again();
  expect(pictures.isThere(image("one"))).toBe(true);
  expect([brought, failed]).toEqual([["one"], []]);
  await pictures.again();
  expect(brought).toEqual(["one"]);
});

test("it survives the tab, and one without the pen just now", async () => {
  status = 403;
  await opened().pictures.bring("one", bytesOf(DOT));
  status = 201;
  const later = opened();
  await later.pictures.open();
  expect(later.came).toEqual(["one"]);
  expect(brought).toEqual(["one"]);
  const last = opened();
  await last.pictures.open();
  expect(last.came).toEqual([]);
});

test("a picture of a drawing waits too, and a refused one is told to who puts the drawing", async () => {
  const { pictures } = opened();
  online = false;
  await pictures.take("one", bytesOf(DOT));
  expect([pictures.isThere(image("one")), pictures.waits(image("one"))]).toEqual([false, true]);
  online = true;
  await pictures.again();
  expect([pictures.isThere(image("one")), pictures.waits(image("one"))]).toEqual([true, false]);
  status = 400;
  await expect(pictures.take("two", bytesOf(DOT))).rejects.toThrow();
  expect(pictures.waits(image("two"))).toBe(false);
});

test("one that the server will never take is told, and does not come back", async () => {
  const { pictures, failed } = opened();
  status = 400;
  await pictures.bring("one", bytesOf(DOT));
  expect(failed).toEqual(["one"]);
  const later = opened();
  await later.pictures.open();
  expect(later.came).toEqual([]);
});

test("a file that is taken home has its pictures, also those the editor has not", async () => {
  const { pictures } = opened();
  await pictures.take("far", bytesOf(DOT));
  const near = { id: "near", mimeType: "image/png", dataURL: DOT, created: 1 };
  const written: string[] = [];
  const said: string[] = [];
  const editor = {
    pictures: () => [near],
    written: (_elements: unknown, files: readonly { id: string; dataURL: string }[]) => {
      written.push(...files.map(({ id, dataURL }) => `${id} ${dataURL}`));
      return "{}";
    },
  };
  vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(() => undefined);
  const elements = ["near", "far", "nowhere"].map(image);
  await download(elements as never, { editor: editor as never, pictures, busy: (words) => said.push(words) });
  expect(written).toEqual([`near ${DOT}`, `far ${DOT}`]);
  expect(said).toEqual(["Picture 1 of 2", "Picture 2 of 2", ""]);
});
