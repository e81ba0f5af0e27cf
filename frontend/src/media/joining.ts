/** What has to be asked before a call is joined. Whoever wants to ask says so here; a call asks them all. */

import { t } from "../lib/i18n";
import { Refused } from "../realtime/requests";
import type { CallRoom, EndReason } from "./call";
import { canEncrypt, checkOf, keyOf } from "./callKeys";

/** What the person agreed to be seen in, null where nothing had to be asked. */
export interface Agreed {
  readonly recording: number | null;
}

/** Resolves to null when the person would rather not. */
export type Question = (room: CallRoom) => Promise<Agreed | null>;

/** Asks for the key of a call; `again` when the one that was there is another. False: rather not. */
export type KeyQuestion = (room: CallRoom, again: boolean) => Promise<boolean>;

const questions: Question[] = [];
let keyQuestion: KeyQuestion = () => Promise.resolve(false);

/** Ask this before each call. */
export function askBeforeJoining(question: Question): void {
  questions.push(question);
}

/** Ask so for the key of an end-to-end encrypted call. */
export function askForKey(question: KeyQuestion): void {
  keyQuestion = question;
}

/** What became of the call for whom the server refuses to have back. */
export function endedBy(refusal: Refused): EndReason {
  return refusal.code === "call_moved" ? "moved" : "refused";
}

/** What the person has agreed to for the call of this tab. */
export class Consent {
  /** The recording he agreed to be seen in. */
  recording: number | null = null;
  /** The key that was there when he joined. */
  key: string | null = null;

  /** What goes along with the wish to join. */
  async wish(room: CallRoom): Promise<{ recording: number | null; key_check: string }> {
    if (canEncrypt()) this.key = keyOf(room.code) ?? this.key;
    return { recording: this.recording, key_check: this.key ? await checkOf(this.key) : "" };
  }

  /** Ask everything anew. Rejects with Refused (`declined`) when the answer is no. */
  async ask(room: CallRoom): Promise<void> {
    this.recording = null;
    this.key = null;
    for (const question of questions) {
      const agreed = await question(room);
      if (!agreed) throw new Refused("declined");
      this.recording = agreed.recording ?? this.recording;
    }
  }

  /** A recording may begin between the person's answer and the server's, or a key be missing: then it is asked. */
  async insist<T>(room: CallRoom, join: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await join();
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        await this.askAfter(room, error);
      }
    }
  }

  /** Ask what the server missed; a refusal that no answer cures is thrown on. */
  private async askAfter(room: CallRoom, refusal: Refused): Promise<void> {
    if (refusal.code === "recording_consent") await this.ask(room);
    else if (refusal.code === "key_needed") await this.askKey(room);
    else throw refusal;
  }

  private async askKey(room: CallRoom): Promise<void> {
    if (!canEncrypt()) throw new Refused("no_encryption", t("This browser cannot encrypt calls end to end."));
    if (!(await keyQuestion(room, this.key !== null))) throw new Refused("declined");
  }
}
