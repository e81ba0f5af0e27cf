import type { Failure, Hello } from "../generated/wire";
import { isRecord } from "../lib/http";

/** The version of the protocol this client speaks; the server says its own in `hello`. */
export const PROTOCOL = 1;

/** Something that happened. Without `q` it is ephemeral. */
export interface WireEvent {
  s: string;
  q?: number;
  e: string;
  d: Record<string, unknown>;
}

/** What the server said, by kind. */
export type Frame =
  | { kind: "hello"; hello: Hello }
  | { kind: "ok"; id: number; answer: Record<string, unknown> }
  | { kind: "refused"; id: number; error: Failure }
  | { kind: "event"; event: WireEvent }
  | { kind: "reload" };

/** Reads a text frame, which may carry several frames in an array. What is unknown is left out. */
export function readFrames(text: string): Frame[] {
  const content = parse(text);
  const parts = Array.isArray(content) ? content : [content];
  return parts.flatMap((part) => (isRecord(part) ? (readFrame(part) ?? []) : []));
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function readFrame(part: Record<string, unknown>): Frame | null {
  if ("hello" in part) return isHello(part.hello) ? { kind: "hello", hello: part.hello } : null;
  if ("reload" in part) return { kind: "reload" };
  if (typeof part.id === "number") return readAnswer(part.id, part);
  return isEvent(part) ? { kind: "event", event: part } : null;
}

function readAnswer(id: number, part: Record<string, unknown>): Frame | null {
  if (isRecord(part.ok)) return { kind: "ok", id, answer: part.ok };
  if (isError(part.err)) return { kind: "refused", id, error: part.err };
  return null;
}

function isEvent(part: unknown): part is WireEvent {
  if (!isRecord(part)) return false;
  const sequenced = part.q === undefined || typeof part.q === "number";
  return sequenced && typeof part.s === "string" && typeof part.e === "string" && isRecord(part.d);
}

function isError(part: unknown): part is Failure {
  return isRecord(part) && typeof part.code === "string" && typeof part.message === "string";
}

function isHello(part: unknown): part is Hello {
  if (!isRecord(part)) return false;
  const known = typeof part.v === "number" && typeof part.me === "string" && typeof part.ping === "number";
  return known && isRecord(part.pos);
}
