/** Tries, one after the other, all that a call needs, and says of each whether it works. */

import type { Gateway } from "../realtime/client";
import { type Kind, openDevice, rememberedChoice, type Trouble } from "./devices";
import { iceServer } from "./iceServers";

export const STEPS = ["microphone", "camera", "server", "stun", "relay"] as const;
export type Step = (typeof STEPS)[number];

/** `absent`: the installation has no such server. `slow`: no answer within the time. */
export type Finding =
  | { readonly state: "ok"; readonly ms: number }
  | { readonly state: "wrong"; readonly why: Trouble | "slow" | "absent" | "refused" };

const PATIENCE_MS = 8000;

export class ConnectionCheck {
  constructor(private readonly gateway: Gateway) {}

  async run(step: Step): Promise<Finding> {
    const started = performance.now();
    const why = await within(this.try(step));
    return why ? { state: "wrong", why } : { state: "ok", ms: performance.now() - started };
  }

  private async try(step: Step): Promise<Wrong> {
    if (step === "microphone" || step === "camera") return await device(step);
    if (step === "server") return await this.server();
    const servers = await this.servers();
    return step === "stun" ? await reachesStun(servers) : await reachesItselfByRelay(servers);
  }

  private async server(): Promise<Wrong> {
    await this.gateway.request("ping", {}, PATIENCE_MS);
    return null;
  }

  private async servers(): Promise<RTCIceServer[]> {
    const { ice_servers } = await this.gateway.request("call.servers", {}, PATIENCE_MS);
    return ice_servers.map(iceServer);
  }
}

type Wrong = Extract<Finding, { state: "wrong" }>["why"] | null;

async function within(trying: Promise<Wrong>): Promise<Wrong> {
  const late = new Promise<Wrong>((resolve) => window.setTimeout(() => resolve("slow"), PATIENCE_MS));
  return await Promise.race([trying.catch((): Wrong => "refused"), late]);
}

async function device(kind: Kind): Promise<Wrong> {
  const opened = await openDevice(kind, rememberedChoice()[kind], { blur: false });
  if ("trouble" in opened) return opened.trouble;
  opened.track.stop();
  return null;
}

function having(servers: readonly RTCIceServer[], scheme: string): RTCIceServer[] {
  return servers.filter(({ urls }) => [urls].flat().some((url) => url.startsWith(scheme)));
}

/** A STUN server, or a TURN server, which is one as well, tells this browser its outer address. */
async function reachesStun(servers: readonly RTCIceServer[]): Promise<Wrong> {
  const usable = [...having(servers, "stun"), ...having(servers, "turn")];
  if (usable.length === 0) return "absent";
  const pc = new RTCPeerConnection({ iceServers: usable });
  try {
    pc.createDataChannel("check");
    return await new Promise<Wrong>((resolve, reject) => {
      pc.onicecandidate = ({ candidate }) => {
        if (candidate?.type === "srflx" || candidate?.type === "relay") resolve(null);
        else if (!candidate) resolve("refused");
      };
      pc.setLocalDescription().catch(reject);
    });
  } finally {
    pc.close();
  }
}

/** Two connections of this page reach each other with nothing but the relay allowed. */
async function reachesItselfByRelay(servers: readonly RTCIceServer[]): Promise<Wrong> {
  const iceServers = having(servers, "turn");
  if (iceServers.length === 0) return "absent";
  const config: RTCConfiguration = { iceServers, iceTransportPolicy: "relay" };
  const one = new RTCPeerConnection(config);
  const other = new RTCPeerConnection(config);
  try {
    carry(one, other);
    carry(other, one);
    const channel = one.createDataChannel("check");
    const open = new Promise<Wrong>((resolve) => {
      channel.onopen = () => resolve(null);
    });
    await one.setLocalDescription();
    if (one.localDescription) await other.setRemoteDescription(one.localDescription);
    await other.setLocalDescription();
    if (other.localDescription) await one.setRemoteDescription(other.localDescription);
    return await Promise.race([open, late()]);
  } finally {
    one.close();
    other.close();
  }
}

/** Ends the wait, so that the connections are closed too. */
async function late(): Promise<Wrong> {
  return await new Promise((resolve) => window.setTimeout(() => resolve("slow"), PATIENCE_MS - 200));
}

function carry(from: RTCPeerConnection, to: RTCPeerConnection): void {
  const waiting: RTCIceCandidate[] = [];
  const flush = (): void => {
    if (!to.remoteDescription) return;
    // One that does not fit is no loss: there are others.
    for (const candidate of waiting.splice(0)) to.addIceCandidate(candidate).catch(() => undefined);
  };
  from.onicecandidate = ({ candidate }) => {
    if (candidate) waiting.push(candidate);
    flush();
  };
  to.addEventListener("signalingstatechange", flush);
}
