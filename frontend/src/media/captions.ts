/**
 * Turns what this person says into captions for the others, by the browser's own speech recognition. Another
 * engine fits in by `Recognizer`.
 */

import { Emitter } from "../lib/emitter";
import { language } from "../lib/i18n";
import type { Gateway } from "../realtime/client";
import { gateway as theGateway } from "../realtime/client";
import { type CallSession, callSession } from "./session";

/** What hears speech: `start` and `stop` may be called at any time; `heard` tells text as it becomes clear. */
export interface Recognizer {
  start(): void;
  stop(): void;
}
export type MakeRecognizer = (told: {
  heard: (text: string, final: boolean) => void;
  failed: () => void;
}) => Recognizer | null;

const LONGEST = 500;
const LANGUAGES: Readonly<Record<string, string>> = { en: "en-US", ru: "ru-RU", fa: "fa-IR" };

export class Captions {
  readonly events = new Emitter<{ change: undefined; failed: undefined }>();
  on = false;
  private line = 0;
  private recognizer: Recognizer | null = null;

  constructor(
    private readonly gateway: Gateway,
    private readonly call: CallSession,
    private readonly make: MakeRecognizer = browserRecognizer,
  ) {
    call.events.on("change", () => this.follow());
  }

  /** Show captions here and, with an open microphone, send one's own. */
  toggle(on: boolean): void {
    this.on = on;
    this.follow();
    this.events.emit("change", undefined);
  }

  private follow(): void {
    if (this.on && this.call.phase !== "in") this.on = false;
    const speaking = this.on && this.call.local.has("microphone");
    if (speaking === (this.recognizer !== null)) return;
    if (!speaking) {
      this.recognizer?.stop();
      this.recognizer = null;
      return;
    }
    this.recognizer = this.make({
      heard: (text, final) => void this.say(text, final),
      failed: () => this.events.emit("failed", undefined),
    });
    this.recognizer?.start();
  }

  private async say(text: string, final: boolean): Promise<void> {
    const line = this.line;
    if (final) this.line += 1;
    if (!text.trim() || this.call.phase !== "in") return;
    // One that is lost is made good by the next.
    await this.gateway
      .request("call.caption", { ...this.call.address, line, text: text.slice(-LONGEST), final })
      .catch(() => undefined);
  }
}

interface SpeechResult {
  readonly isFinal: boolean;
  readonly 0: { readonly transcript: string };
}
interface SpeechEvent extends Event {
  readonly resultIndex: number;
  readonly results: ArrayLike<SpeechResult>;
}
interface Speech extends EventTarget {
  lang: string;
  continuous: boolean;
  interimResults: boolean;
  onresult: ((event: SpeechEvent) => void) | null;
  onend: (() => void) | null;
  onerror: ((event: Event & { readonly error?: string }) => void) | null;
  start(): void;
  stop(): void;
}
declare global {
  interface Window {
    SpeechRecognition?: new () => Speech;
    webkitSpeechRecognition?: new () => Speech;
  }
}

/** Can this browser hear speech at all? */
export function speechIsHeard(): boolean {
  return Boolean(window.SpeechRecognition ?? window.webkitSpeechRecognition);
}

const FOR_GOOD: ReadonlySet<string> = new Set([
  "not-allowed",
  "service-not-allowed",
  "language-not-supported",
]);

/** The browser's own; it ends by itself after a silence and is started again until it is stopped. */
export const browserRecognizer: MakeRecognizer = ({ heard, failed }) => {
  const Made = window.SpeechRecognition ?? window.webkitSpeechRecognition;
  if (!Made) return null;
  const speech = new Made();
  let wanted = false;
  speech.lang = LANGUAGES[language] ?? navigator.language;
  speech.continuous = true;
  speech.interimResults = true;
  speech.onresult = ({ results, resultIndex }) => {
    for (const result of Array.from(results).slice(resultIndex)) heard(result[0].transcript, result.isFinal);
  };
  speech.onerror = ({ error }) => {
    if (!error || !FOR_GOOD.has(error)) return;
    wanted = false;
    failed();
  };
  speech.onend = () => {
    if (wanted) speech.start();
  };
  return {
    start: () => {
      wanted = true;
      speech.start();
    },
    stop: () => {
      wanted = false;
      speech.stop();
    },
  };
};

export const captions = new Captions(theGateway, callSession);
