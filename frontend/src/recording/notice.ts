/** Tells everybody in the call that it is recorded, by a text and aloud. */

import { toast } from "../enhance/toasts";
import type { RecordingView } from "../generated/wire";
import { language, t } from "../lib/i18n";
import { callSession } from "../media/session";
import { running } from "./running";

const PITCHES = [523.25, 783.99];
const LOUDNESS = 0.12;

/** Say it whenever it begins, pauses or ends. */
export function announceRecordings(): void {
  // Browsers look for their voices when first asked, and have none until then.
  window.speechSynthesis?.getVoices();
  running.events.on("turned", ({ now, before }) => {
    if (callSession.phase === "idle") return;
    const text = sentence(now, before);
    if (!text) return;
    toast(text, now.trouble ? "error" : "info");
    say(text);
  });
}

/** What has changed, in words; "" when that is nothing to tell. */
export function sentence(now: RecordingView, before: RecordingView | null): string {
  if (now.trouble !== (before?.trouble ?? "")) {
    const told = troubleText(now.trouble);
    if (told) return told;
  }
  const ran = before?.state === "running";
  if (now.state === "running" && !ran) return t("{name} records this call.", { name: now.by });
  if (now.state !== "running" && ran) return t("The recording has ended.");
  if (now.state === "running" && before && now.paused !== before.paused)
    return now.paused ? t("The recording is paused.") : t("The recording goes on.");
  return "";
}

/** What is wrong with it. */
export function troubleText(trouble: RecordingView["trouble"]): string {
  if (trouble === "quiet") return t("Nothing of the recording reaches the server now.");
  if (trouble === "quota")
    return t("The recording has ended: there is no space left for it. What was recorded stays.");
  if (trouble === "disk")
    return t("The recording has ended: the disk of the server is full. What was recorded stays.");
  return "";
}

/** The server would not have a piece. */
export function refusedText(): string {
  return t("The server refused a part of the recording. It stays in this browser and is sent again later.");
}

/** The server has no space for what is left. */
export function fullText(): string {
  return t("The last part found no space on the server. It stays in this browser: see your recordings.");
}

/** This browser has no space for what the server cannot be given now. */
export function crowdedText(): string {
  return t("This browser has no space left for the recording. It has ended, and its last seconds are lost.");
}

/** With a voice of this machine; none that would send the text elsewhere. Without one two tones. */
export function say(text: string): void {
  const voice = window.speechSynthesis
    ?.getVoices()
    .find((one) => one.localService && one.lang.toLowerCase().startsWith(language));
  if (!voice) {
    chime();
    return;
  }
  const speech = new SpeechSynthesisUtterance(text);
  speech.voice = voice;
  speech.lang = voice.lang;
  window.speechSynthesis.speak(speech);
}

function chime(): void {
  if (!navigator.userActivation?.hasBeenActive) return;
  const context = new AudioContext();
  for (const [index, frequency] of PITCHES.entries()) {
    const at = context.currentTime + index * 0.22;
    const volume = new GainNode(context, { gain: 0 });
    volume.gain.setValueAtTime(LOUDNESS, at);
    volume.gain.exponentialRampToValueAtTime(0.001, at + 0.5);
    const tone = new OscillatorNode(context, { frequency });
    tone.connect(volume).connect(context.destination);
    tone.start(at);
    tone.stop(at + 0.5);
    if (index === PITCHES.length - 1) tone.addEventListener("ended", () => void context.close());
  }
}
