/** The server's door for pieces. */

import type { RecordingView } from "../generated/wire";
import { csrfToken, isRecord } from "../lib/http";
import type { Outcome, Send } from "./sender";
import type { Piece } from "./store";

const PATIENCE = 20_000;

/** How pieces are sent; `heard` gets how the server says the recording stands. */
export function sendTo(heard: (state: RecordingView["state"]) => void, late = false): Send {
  return async (piece) => {
    try {
      const answer = await put(piece, late);
      const content: unknown = await answer.json().catch(() => null);
      if (answer.ok && isRecord(content)) heard(content.state as RecordingView["state"]);
      return outcomeOf(answer.status);
    } catch {
      // No connection, or no answer in time.
      return "again";
    }
  };
}

/** What an answer means for the piece that was sent. */
export function outcomeOf(status: number): Outcome {
  if (status < 300) return "kept";
  if (status === 507) return "full";
  return status >= 500 || status === 429 || status === 408 ? "again" : "refused";
}

async function put({ recording, run, n, content }: Piece, late: boolean): Promise<Response> {
  const digest = await sha256(content);
  return await fetch(`/recordings/${recording}/pieces/${run}/${n}/`, {
    method: "PUT",
    credentials: "same-origin",
    headers: {
      "content-type": "video/webm",
      "x-csrftoken": csrfToken(),
      "x-piece-sha256": digest,
      ...(late ? { "x-piece-late": "1" } : {}),
    },
    body: content,
    signal: AbortSignal.timeout(PATIENCE),
  });
}

/** SHA-256 in hexadecimal. */
export async function sha256(content: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", content));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Nothing more will be sent: the file can be made. */
export async function finish(recording: number): Promise<void> {
  await fetch(`/recordings/${recording}/finish/`, {
    method: "POST",
    credentials: "same-origin",
    headers: { "x-csrftoken": csrfToken() },
  }).catch(() => undefined);
}
