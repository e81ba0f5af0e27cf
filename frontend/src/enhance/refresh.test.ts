import { expect, test } from "vitest";
import { Emitter } from "../lib/emitter";
import type { Gateway, GatewayEvents } from "../realtime/client";
import { enhanceRefresh } from "./refresh";

const own = new Emitter<GatewayEvents>();
enhanceRefresh({ own } as unknown as Gateway);

test("a part is loaded anew by its events, and by each connection", () => {
  document.body.innerHTML = `<ul data-refresh-on="rooms.listed"></ul><p data-refresh-on="feed.posted"></p><hr>`;
  const loaded: string[] = [];
  for (const part of document.querySelectorAll("ul, p, hr")) {
    part.addEventListener("samovar:refresh", () => loaded.push(part.tagName));
  }
  window.dispatchEvent(new CustomEvent("samovar:event", { detail: { name: "feed.posted" } }));
  expect(loaded).toEqual(["P"]);
  own.emit("ready", { me: "u:5" });
  own.emit("ready", { me: "u:5" });
  expect(loaded).toEqual(["P", "UL", "P", "UL", "P"]);
});

test("what happens while a part is being loaded is asked for once more by the part that came instead", () => {
  document.body.innerHTML = `<ul data-refresh-on="rooms.listed" class="htmx-request"></ul>`;
  const loaded: string[] = [];
  document.body.addEventListener(
    "samovar:refresh",
    ({ target }) => loaded.push((target as Element).id),
    true,
  );
  const happens = () =>
    window.dispatchEvent(new CustomEvent("samovar:event", { detail: { name: "rooms.listed" } }));
  happens();
  happens();
  expect(loaded).toEqual([]);
  document.body.innerHTML = `<ul id="anew" data-refresh-on="rooms.listed"></ul>`;
  document.body.dispatchEvent(new CustomEvent("htmx:afterSettle", { bubbles: true }));
  expect(loaded).toEqual(["anew"]);
  document.body.dispatchEvent(new CustomEvent("htmx:afterSettle", { bubbles: true }));
  expect(loaded).toEqual(["anew"]);
});
