import { render } from "lit";
import { expect, test } from "vitest";
import { NAME, named, OTHER } from "./named";

function drawn(parts: unknown): string {
  const place = document.createElement("p");
  render(parts, place);
  return place.innerHTML.replaceAll(/<!--.*?-->/g, "");
}

test("a name in a sentence is an element of its own, with no mark in the text", () => {
  expect(drawn(named(`Answer to ${NAME}`, "۱۲ نفر"))).toBe("Answer to <bdi>۱۲ نفر</bdi>");
});

test("two names stand where the language puts them", () => {
  expect(drawn(named(`${OTHER} in ${NAME}.`, "room", "person"))).toBe(
    "<bdi>person</bdi> in <bdi>room</bdi>.",
  );
});

test("what is written is never taken for a place", () => {
  expect(drawn(named(`${NAME} and ${OTHER}`, "a<b>", "c"))).toBe("<bdi>a&lt;b&gt;</bdi> and <bdi>c</bdi>");
});
