import type { MessageView } from "../../generated/wire";
import { outbox } from "../../realtime/unsent";
import type { Pointing } from "./pointing";
import type { RowTools } from "./row-view";
import type { Talk } from "./talk";
import { VersionsDialog } from "./versions-dialog";
import { showReaders } from "./windows";
import type { Writing } from "./writing";

/** What can be done to a message; who may do it is judged by the server, this only hides what would be refused. */
export type Deed = "answer" | "edit" | "delete" | "link" | "report" | "pin";

/** The parts of a chat that messages are acted on with. */
export interface ChatParts {
  talk: Talk;
  pointing: Pointing;
  writing: Writing;
  /** Unfolds the thread under a message. */
  unfold(n: number): void;
}

/** What the rows of a chat can do. */
export function rowTools(parts: ChatParts): RowTools {
  const { talk, pointing } = parts;
  const { me } = talk;
  return {
    me,
    parts,
    inThread: false,
    pointed: pointing.pointed,
    lit: talk.lit,
    unfolded: pointing.unfolded,
    sendAgain: (cid) => void outbox.sendAgain(cid),
    discard: (cid) => void talk.discard(cid),
    readers: (n) => talk.reader.reads.readersOf(n).filter((reader) => reader !== me),
    point: (key, event) => pointing.point(key, event),
    unfold: (part) => pointing.unfold(part),
    can: (deed, message) => can(talk, deed, message),
    jump: (n) => void talk.jumpTo(n),
    manner: talk.manner,
    showReaders: (message) => void showReaders(talk, message),
    toggle: (message, emoji) => talk.actions.react(message, emoji, me),
    versions: (message) => void showVersions(talk, message),
  };
}

function can({ session, host, kept, me }: Talk, deed: Deed, message: MessageView): boolean {
  if (!kept) return false;
  if (deed === "link") return true;
  if (deed === "report") return message.sender !== me && typeof session.me?.user === "number";
  if (host.hasAttribute("readonly")) return false;
  const mine = message.sender === me;
  const over = session.me?.role === "owner" || session.me?.role === "host";
  if (deed === "pin") return over || session.room?.kind === "direct";
  return deed === "answer" || mine || (deed === "delete" && over);
}

async function showVersions({ actions, host }: Talk, message: MessageView): Promise<void> {
  const versions = await actions.versions(message.n);
  const dialog = host.querySelector("samovar-chat-versions");
  if (versions && dialog instanceof VersionsDialog) await dialog.open(versions);
}
