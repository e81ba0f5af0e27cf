/** How well media comes through from each of the others, by what their connections count. */

import { Emitter } from "../lib/emitter";
import { type CallSession, callSession } from "./session";
import { Weakness } from "./weakness";

export type Grade = "good" | "fair" | "poor";

/** `roundTrip` in ms, `loss` from 0 to 1, `bitrate` in bit/s, size and frame rate of the picture. */
export interface Quality {
  readonly grade: Grade;
  readonly roundTrip: number | null;
  readonly loss: number;
  readonly bitrate: number;
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
  readonly relayed: boolean;
}

/** What a connection has counted since it was made; `at` in ms. */
export interface Counted {
  readonly at: number;
  readonly bytes: number;
  readonly received: number;
  readonly lost: number;
  readonly roundTrip: number | null;
  readonly width: number;
  readonly height: number;
  readonly framesPerSecond: number;
  readonly relayed: boolean;
}

const EVERY_MS = 3000;
const FAIR = { roundTrip: 250, loss: 0.03 };
const POOR = { roundTrip: 600, loss: 0.1 };

export function gradeOf(roundTrip: number | null, loss: number): Grade {
  const worse = (limit: { roundTrip: number; loss: number }): boolean =>
    (roundTrip ?? 0) > limit.roundTrip || loss > limit.loss;
  if (worse(POOR)) return "poor";
  return worse(FAIR) ? "fair" : "good";
}

/** What happened between two counts. */
export function qualityOf(before: Counted | null, now: Counted): Quality {
  const seconds = before ? Math.max(0.001, (now.at - before.at) / 1000) : 0;
  const lost = Math.max(0, now.lost - (before?.lost ?? 0));
  const received = Math.max(0, now.received - (before?.received ?? 0));
  const loss = lost + received > 0 ? lost / (lost + received) : 0;
  const { roundTrip, width, height, framesPerSecond, relayed } = now;
  return {
    grade: gradeOf(roundTrip, loss),
    roundTrip,
    loss,
    bitrate: before ? Math.max(0, ((now.bytes - before.bytes) * 8) / seconds) : 0,
    width,
    height,
    framesPerSecond,
    relayed,
  };
}

/** Add up what the browser reports of one connection. */
export function count(report: RTCStatsReport, at: number): Counted {
  const counted = { bytes: 0, received: 0, lost: 0, width: 0, height: 0, framesPerSecond: 0 };
  let roundTrip: number | null = null;
  let relayed = false;
  report.forEach((row: RTCStats & Record<string, unknown>) => {
    if (row.type === "inbound-rtp") {
      counted.bytes += number(row.bytesReceived);
      counted.received += number(row.packetsReceived);
      counted.lost += number(row.packetsLost);
      if (number(row.frameHeight) > counted.height) {
        counted.width = number(row.frameWidth);
        counted.height = number(row.frameHeight);
        counted.framesPerSecond = number(row.framesPerSecond);
      }
    } else if (row.type === "candidate-pair" && row.nominated === true && row.state === "succeeded") {
      if (typeof row.currentRoundTripTime === "number") roundTrip = row.currentRoundTripTime * 1000;
      const local: unknown = report.get(String(row.localCandidateId));
      relayed =
        typeof local === "object" &&
        local !== null &&
        "candidateType" in local &&
        local.candidateType === "relay";
    }
  });
  return { at, ...counted, roundTrip, relayed };
}

function number(value: unknown): number {
  return typeof value === "number" ? value : 0;
}

/** Looks every few seconds while there is a call. */
export class QualityWatch {
  readonly events = new Emitter<{ change: undefined }>();
  private readonly counts = new Map<string, Counted>();
  private readonly known = new Map<string, Quality>();
  private readonly weakness = new Weakness();
  private timer = 0;

  constructor(private readonly call: CallSession) {
    call.events.on("change", () => this.follow());
  }

  of(peer: string): Quality | null {
    return this.known.get(peer) ?? null;
  }

  private follow(): void {
    const on = this.call.phase === "in";
    if (on === this.timer > 0) return;
    window.clearInterval(this.timer);
    this.timer = on ? window.setInterval(() => void this.look(), EVERY_MS) : 0;
    this.counts.clear();
    this.known.clear();
  }

  private async look(): Promise<void> {
    for (const { peer, me } of this.call.tiles) {
      const report = me ? null : await this.call.statsOf(peer);
      if (!report) continue;
      const now = count(report, performance.now());
      this.known.set(peer, qualityOf(this.counts.get(peer) ?? null, now));
      this.counts.set(peer, now);
    }
    this.events.emit("change", undefined);
    await this.complain();
  }

  /** Where there is a media server it may carry what the mesh cannot; whether it does the server decides. */
  private async complain(): Promise<void> {
    if (this.call.carrier !== "mesh" || !this.call.mediaServer) return;
    const grades = this.call.tiles.flatMap(({ peer }) => this.known.get(peer)?.grade ?? []);
    if (this.weakness.look(grades, performance.now())) await this.call.complain();
  }
}

export const quality = new QualityWatch(callSession);
