import { request } from "../../lib/http";
import { gateway } from "../../realtime/client";
import { Refused } from "../../realtime/requests";
import type { Line } from "./sync-ends";

/** The tab's connection, as a board uses it. */
export const line: Line = {
  get status() {
    return gateway.status;
  },
  get me() {
    return gateway.me;
  },
  request: (op, data) => gateway.request(op, data),
  on: (name, handler) => gateway.on(name, handler),
  onReady: (handler) => gateway.own.on("ready", handler),
  // Without a connection it is asked again by itself, like every other question.
  scene: (board, page) =>
    request("GET", `/boards/${board}/scene/?page=${page}`).catch((error: unknown) => {
      throw error instanceof TypeError ? new Refused("offline") : error;
    }),
};
