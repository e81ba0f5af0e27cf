import { expect, test } from "vitest";
import { Emitter } from "../lib/emitter";
import type { Gateway, GatewayEvents } from "../realtime/client";
import { enhanceRefresh } from "./refresh";

test("a part is loaded anew by its events, and by each connection", () => {
  document.body.innerHTML = `<ul data-refresh-on="rooms.listed"></ul><p data-refresh-on="feed.posted"></p><hr>`;
  const own = new Emitter<GatewayEvents>();
  enhanceRefresh({ own } as unknown as Gateway);
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
