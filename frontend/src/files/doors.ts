import { csrfToken, isRecord, refusalOf } from "../lib/http";
import { delayBefore } from "../realtime/backoff";
import type { Begun, Doors } from "./bringing";

/** The doors of files on this server: a person's below `/api/`, a guest's below the room. */
export function doorsAt(base: string): Doors {
  const at = (id: string): string => `${base}uploads/${encodeURIComponent(id)}/`;
  return {
    begin: async (announced, key, signal) => {
      const body = JSON.stringify(announced);
      const headers = { "content-type": "application/json", "idempotency-key": key };
      return begunOf(await ask("POST", `${base}uploads/`, { body, headers, signal }));
    },
    look: async (id, signal) => begunOf(await ask("GET", at(id), { signal })),
    piece: (id, start, bytes, signal, sent) => sendPiece(at(id), start, bytes, signal, sent),
    finish: async (id, signal) => {
      await ask("POST", `${at(id)}finish/`, { signal });
    },
    drop: async (id) => {
      await ask("DELETE", at(id), { keepalive: true });
    },
    pause,
  };
}

async function ask(method: string, path: string, more: RequestInit): Promise<unknown> {
  const headers = { accept: "application/json", "x-csrftoken": csrfToken(), ...more.headers };
  const answer = await fetch(path, { ...more, method, credentials: "same-origin", headers });
  const content: unknown = await answer.json().catch(() => null);
  if (!answer.ok) throw refusalOf(answer.status, content);
  return content;
}

/** By XMLHttpRequest, which tells how much of a request has gone out. */
function sendPiece(
  path: string,
  start: number,
  bytes: Blob,
  signal: AbortSignal,
  sent: (bytes: number) => void,
): Promise<Begun> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("PATCH", path);
    request.setRequestHeader("content-type", "application/offset+octet-stream");
    request.setRequestHeader("upload-offset", String(start));
    request.setRequestHeader("x-csrftoken", csrfToken());
    request.responseType = "json";
    request.upload.addEventListener("progress", (event) => sent(event.loaded));
    request.addEventListener("error", () => reject(new TypeError("network")));
    request.addEventListener("abort", () => reject(new TypeError("stopped")));
    request.addEventListener("load", () => {
      if (request.status === 200) resolve(begunOf(request.response));
      else reject(refusalOf(request.status, request.response));
    });
    signal.addEventListener("abort", () => request.abort(), { once: true });
    request.send(bytes);
  });
}

function begunOf(content: unknown): Begun {
  const { id, offset, piece } = isRecord(content) ? content : {};
  if (typeof id !== "string" || typeof offset !== "number" || typeof piece !== "number") {
    throw new TypeError("this is no upload");
  }
  return { id, offset, piece };
}

function pause(attempt: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(go, delayBefore(attempt));
    function go(): void {
      clearTimeout(timer);
      window.removeEventListener("online", go);
      signal.removeEventListener("abort", go);
      resolve();
    }
    window.addEventListener("online", go);
    signal.addEventListener("abort", go);
  });
}
