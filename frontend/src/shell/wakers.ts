/** What has the call's code loaded on a page without a call: somebody rings, or waits before a door. */

import { type Gateway, gateway as theGateway } from "../realtime/client";
import { loadIsland } from "./islands";

/** The island asks by itself who rings and who knocks, so that nothing has to be handed over to it. */
export function wakeCalls(
  gateway: Gateway = theGateway,
  wake: () => void = () => void loadIsland("call"),
): void {
  gateway.on("calls.rang", wake);
  gateway.on("rooms.knocked", wake);
  gateway.own.on("ready", () => {
    if (!customElements.get("samovar-call-ring")) void askWhoCalls(gateway, wake);
  });
}

async function askWhoCalls(gateway: Gateway, wake: () => void): Promise<void> {
  // A guest is rung by nobody and hosts nothing: the refusal is the answer.
  const [ringing, knocking] = await Promise.all([
    gateway.request("call.rings", {}).catch(() => null),
    gateway.request("room.knocks", {}).catch(() => null),
  ]);
  if (ringing?.rings.length || knocking?.knocks.length) wake();
}
