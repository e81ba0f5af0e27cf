import type { MentionView, WhisperView } from "../../generated/wire";
import type { Named } from "./markup/view";

const EVERYBODY = 0;
const FOR_ALL = new Set(["all", "room"]);

/** A username as names are compared, as the server does it: case, ye and kaf, digits and ZWNJ make no difference. */
export function keyOf(name: string): string {
  return name
    .normalize("NFC")
    .toLowerCase()
    .normalize("NFC")
    .replace(/[يى]/g, "ی")
    .replace(/ك/g, "ک")
    .replace(/\u200c/g, "")
    .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x06f0))
    .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x0660));
}

/** Whom the names in a message mean, as the server knew them; `me`: the viewer's participant. */
export function namedIn(mentions: readonly MentionView[], me: number): Named {
  const known = new Map(mentions.map(({ key, participant }) => [key, participant]));
  const all = mentions.some(({ participant }) => participant === EVERYBODY);
  return {
    of: (name) => {
      const key = keyOf(name);
      const participant = known.get(key);
      if (participant !== undefined && key) return participant === me ? "me" : "other";
      return all && FOR_ALL.has(key) ? "me" : null;
    },
  };
}

/** Does the message name the viewer? */
export function namesMe(mentions: readonly MentionView[], me: number, mine: boolean): boolean {
  return !mine && mentions.some(({ participant }) => participant === me || participant === EVERYBODY);
}

/** In a whisper only its two people can be named. */
export function namedInWhisper({ username, to_username: to }: WhisperView, mine: boolean): Named {
  const [own, other] = mine ? [username, to] : [to, username];
  return {
    of: (name) => {
      const key = keyOf(name);
      if (own && key === keyOf(own)) return "me";
      return other && key === keyOf(other) ? "other" : null;
    },
  };
}
