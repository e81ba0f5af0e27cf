import type { IceServer } from "../generated/wire";

/** What the gateway tells, as RTCPeerConnection takes it: what is unknown is left out. */
export function iceServer({ urls, username, credential }: IceServer): RTCIceServer {
  return { urls, ...(username ? { username } : {}), ...(credential ? { credential } : {}) };
}
