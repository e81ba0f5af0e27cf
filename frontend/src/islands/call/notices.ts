import { toast } from "../../enhance/toasts";
import type { CarrierView } from "../../generated/wire";
import { t } from "../../lib/i18n";
import type { CallEvents } from "../../media/call";
import type { Source } from "../../media/mediaSession";
import { mutedEar } from "../../media/mutedEar";
import { callSession } from "../../media/session";
import { gateway } from "../../realtime/client";
import { troubleSentence } from "./troubles";

/** Say why a call ended that nobody here hung up. */
export function announceEnds(): void {
  gateway.on("calls.silenced", ({ source, by }) => toast(silencedText(source, by)));
  gateway.on("calls.asked", ({ by, source }) =>
    toast(askedText(source, by || t("A host")), "info", {
      name: t("Turn it on"),
      act: () => void callSession.turn(source, true),
    }),
  );
  mutedEar.events.on("heard", () =>
    toast(t("You are muted: nobody hears you."), "info", {
      name: t("Speak"),
      act: () => void callSession.turn("microphone", true),
    }),
  );
  let ruled = false;
  let wasInCall = false;
  callSession.events.on("change", () => {
    const rules = callSession.phase === "in" && callSession.isHost;
    if (rules && !ruled && wasInCall) toast(t("You are a host of this call now."), "info");
    ruled = rules;
    wasInCall = callSession.phase === "in";
  });
  let seen = false;
  callSession.events.on("change", () => {
    const trouble = callSession.trouble("camera");
    const sees = callSession.local.has("camera");
    // Nobody turned it off; whoever turns it on again must know what it shows then.
    if (seen && !sees && (trouble === "slow" || trouble === "unblurred"))
      toast(troubleSentence("camera", trouble) ?? "", "error");
    seen = sees;
  });
  callSession.events.on("carried", (carrier) => {
    const text = carriedText(carrier);
    if (text) toast(text, "info");
  });
  callSession.events.on("ended", (end) => {
    const text = sentence(end);
    if (text) toast(text, end.reason === "moved" ? "info" : "error");
  });
}

function askedText(source: Source, name: string): string {
  if (source === "microphone") return t("{name} asks you to turn on your microphone.", { name });
  if (source === "camera") return t("{name} asks you to turn on your camera.", { name });
  return t("{name} asks you to share your screen.", { name });
}

function silencedText(source: Source, name: string): string {
  const by = name || t("A host");
  if (source === "microphone") return t("{name} has muted you.", { name: by });
  if (source === "camera") return t("{name} has stopped your camera.", { name: by });
  return t("{name} has stopped your screen.", { name: by });
}

/** Only what changes something for people is said. */
function carriedText({ why, kind }: CarrierView): string | null {
  if (why === "gone")
    return t("The media server is gone. The call goes on between your browsers, with smaller pictures.");
  if (why === "node") return t("The media server has changed. The call goes on.");
  if (why === "host" && kind === "sfu") return t("A host has moved the call to the media server.");
  return null;
}

function sentence({ reason, message }: CallEvents["ended"]): string | null {
  if (reason === "moved") return t("The call goes on in your other tab or on your other device.");
  if (reason === "removed") return message || t("You are no longer in the call.");
  if (reason === "ended") return t("A host has ended the call.");
  if (reason === "refused") return message || t("The call has ended: the connection was refused.");
  return null;
}
