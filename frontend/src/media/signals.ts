/** What two peers say to each other through the gateway, and how what cannot be said now waits. */

/**
 * `link` names the connection that the offering side has made; what belongs to an older one is dropped.
 * `ready` is said by the answering side when it has no connection yet, with a name for this beginning.
 */
export interface Signal {
  readonly link?: string;
  readonly ready?: string;
  readonly description?: { readonly type: RTCSdpType; readonly sdp: string };
  readonly candidates?: readonly RTCIceCandidateInit[];
}

const SDP_TYPES: readonly string[] = ["offer", "answer"] satisfies RTCSdpType[];

/** Read what came from another browser; null when it is not a signal. */
export function readSignal(data: unknown): Signal | null {
  if (!isRecord(data)) return null;
  const description = readDescription(data.description);
  const candidates = Array.isArray(data.candidates) ? data.candidates.flatMap(readCandidate) : null;
  return {
    ...(typeof data.link === "string" ? { link: data.link } : {}),
    ...(typeof data.ready === "string" ? { ready: data.ready } : {}),
    ...(description ? { description } : {}),
    ...(candidates ? { candidates } : {}),
  };
}

function readDescription(value: unknown): Signal["description"] | null {
  if (!isRecord(value) || typeof value.sdp !== "string" || typeof value.type !== "string") return null;
  if (!SDP_TYPES.includes(value.type)) return null;
  return { type: value.type === "offer" ? "offer" : "answer", sdp: value.sdp };
}

function readCandidate(value: unknown): RTCIceCandidateInit[] {
  if (!isRecord(value) || typeof value.candidate !== "string") return [];
  return [
    {
      candidate: value.candidate,
      sdpMid: typeof value.sdpMid === "string" ? value.sdpMid : null,
      sdpMLineIndex: typeof value.sdpMLineIndex === "number" ? value.sdpMLineIndex : null,
      usernameFragment: typeof value.usernameFragment === "string" ? value.usernameFragment : null,
    },
  ];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Keeps what is to be said, in order, while the socket is away. The oldest go first when it is too much. */
export class SignalQueue {
  private waiting: { to: string; signal: Signal }[] = [];
  private away = false;

  constructor(
    private readonly send: (to: string, signal: Signal) => void,
    private readonly most = 200,
  ) {}

  push(to: string, signal: Signal): void {
    if (!this.away) {
      this.send(to, signal);
      return;
    }
    this.waiting.push({ to, signal });
    if (this.waiting.length > this.most) this.waiting.shift();
  }

  suspend(): void {
    this.away = true;
  }

  resume(): void {
    this.away = false;
    const waiting = this.waiting;
    this.waiting = [];
    for (const { to, signal } of waiting) this.send(to, signal);
  }

  forget(to: string): void {
    this.waiting = this.waiting.filter((item) => item.to !== to);
  }
}

/** Keeps signals of people who are not known yet: they may overtake the news that somebody joined. */
export class EarlySignals {
  private readonly held = new Map<string, unknown[]>();

  constructor(private readonly most = 50) {}

  hold(from: string, data: unknown): void {
    const list = this.held.get(from) ?? [];
    if (list.length < this.most) list.push(data);
    this.held.set(from, list);
    const oldest = this.held.keys().next();
    if (this.held.size > this.most && !oldest.done) this.held.delete(oldest.value);
  }

  take(from: string): unknown[] {
    const list = this.held.get(from) ?? [];
    this.held.delete(from);
    return list;
  }
}
