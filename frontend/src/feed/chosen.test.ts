import { expect, test } from "vitest";
import { addFiles, BYTES_MAX, moveForward, withKept, without } from "./chosen";

const file = (name: string, size = 1): File => {
  const made = new File(["x"], name);
  Object.defineProperty(made, "size", { value: size });
  return made;
};
const names = (chosen: readonly { file: File | null }[]) => chosen.map((one) => one.file?.name);
const three = addFiles(
  [],
  ["a", "b", "c"].map((name) => file(name)),
).chosen;

test("what is chosen later comes after what was chosen before", () => {
  expect(names(addFiles(three, [file("d")]).chosen)).toEqual(["a", "b", "c", "d"]);
});

test("the eleventh picture and a file that is too big are left out", () => {
  const many = addFiles(
    three,
    Array.from({ length: 9 }, (_, n) => file(`${n}`)),
  );
  expect([many.chosen.length, many.refused]).toEqual([10, "many"]);
  const big = addFiles(three, [file("big", BYTES_MAX + 1)]);
  expect([big.chosen.length, big.refused]).toEqual([3, "big"]);
});

test("pictures are put in order and removed", () => {
  expect(names(moveForward(three, 2))).toEqual(["a", "c", "b"]);
  expect(names(moveForward(three, 0))).toEqual(["a", "b", "c"]);
  expect(names(without(three, 1))).toEqual(["a", "c"]);
});

test("what another device chose, removed and described is taken over", () => {
  const here = three.map((one, place) => ({ ...one, id: place, alt: "typing" }));
  const kept = [2, 7, 0].map((id) => ({ id, page: `/files/${id}`, alt: `told ${id}` }));
  const shown = (own: boolean) => withKept(here, kept, own).map(({ id, alt }) => [id, alt]);
  expect(shown(false)).toEqual([
    [2, "told 2"],
    [7, "told 7"],
    [0, "told 0"],
  ]);
  expect(withKept(here, kept, false)[0]?.file).toBe(three[2]?.file);
  // What is newer here keeps its order and its words.
  expect(shown(true)).toEqual([
    [0, "typing"],
    [2, "typing"],
    [7, "told 7"],
  ]);
});

test("a picture on its way keeps its place", () => {
  const here = three.map((one, place) => (place === 1 ? one : { ...one, id: place }));
  const kept = [2, 0].map((id) => ({ id, page: `/files/${id}`, alt: "" }));
  expect(names(withKept(here, kept, false))).toEqual(["a", "b", "c"]);
});
