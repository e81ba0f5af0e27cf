import { render } from "lit";
import { expect, test } from "vitest";
import { face, learnFaces, pictureOf } from "./face";

function drawn(picture: string | null): HTMLElement {
  const place = document.createElement("div");
  render(face("Leila Moradi", "", picture), place);
  return place;
}

test("a face without a picture shows initials alone", () => {
  expect(drawn(null).textContent).toBe("LM");
  expect(drawn(null).querySelector("img")).toBeNull();
});

test("a picture that cannot be fetched gives way to the initials under it", () => {
  const image = drawn("/files/abc/192.webp").querySelector("img");
  expect(image?.getAttribute("src")).toBe("/files/abc/192.webp");
  image?.dispatchEvent(new Event("error"));
  expect(image?.hidden).toBe(true);
  image?.dispatchEvent(new Event("load"));
  expect(image?.hidden).toBe(false);
});

test("the newest that was told of somebody's picture holds", () => {
  learnFaces([{ id: 7, avatar: "/files/abc/192.webp" }]);
  expect(pictureOf(7)).toBe("/files/abc/192.webp");
  learnFaces([{ id: 7, avatar: null }]);
  expect([pictureOf(7), pictureOf(8)]).toEqual([null, null]);
});
