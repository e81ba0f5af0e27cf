import type { MessageView } from "../../generated/wire";
import { t } from "../../lib/i18n";
import type { IconName } from "../../lib/icons";
import { visit } from "../../shell/navigation";
import type { ChatParts } from "./desk";
import { isStarred } from "./marks-view";
import type { MessageTools } from "./menu-view";
import { askForward, showReaders } from "./windows";

/** A line of the menu of a message. */
export interface MenuItem {
  icon: IconName;
  label(message: MessageView, tools: MessageTools): string;
  shown(message: MessageView, tools: MessageTools): boolean;
  /** The menu folds before it acts; `stays` says that it unfolds something else instead. */
  act(message: MessageView, parts: ChatParts): void;
  stays?: boolean;
}

const edit: MenuItem = {
  icon: "pencil",
  label: () => t("Edit"),
  shown: (message, tools) => tools.can("edit", message) && !message.poll,
  act: (message, { writing }) => writing.aim({ what: "edit", ...message }),
};

const answerInThread: MenuItem = {
  icon: "messages-square",
  label: () => t("Reply in thread"),
  shown: (message, tools) => tools.can("answer", message) && !tools.inThread,
  act: (message, { unfold }) => unfold(message.thread ?? message.n),
};

const forward: MenuItem = {
  icon: "forward",
  label: () => t("Forward"),
  shown: (message, tools) => tools.can("link", message) && message.user !== null,
  act: (message, { talk }) => void askForward(talk, message),
};

const pin: MenuItem = {
  icon: "pin",
  label: ({ pinned }) => (pinned ? t("Unpin") : t("Pin")),
  shown: (message, tools) => tools.can("pin", message),
  act: (message, { talk }) => talk.actions.mark("pin", message.n, !message.pinned),
};

const star: MenuItem = {
  icon: "star",
  label: ({ n }, { parts }) => (isStarred(n, parts) ? t("Unstar") : t("Star")),
  shown: (message, tools) => tools.can("link", message),
  act: ({ n }, parts) => parts.talk.actions.mark("star", n, !isStarred(n, parts)),
};

const readBy: MenuItem = {
  icon: "check-check",
  label: () => t("Read by"),
  shown: (message, tools) => tools.can("link", message),
  act: (message, { talk }) => void showReaders(talk, message),
};

const copyText: MenuItem = {
  icon: "copy",
  label: () => t("Copy text"),
  shown: () => true,
  act: (message, { talk }) => void talk.actions.copy(message.body),
};

const copyLink: MenuItem = {
  icon: "link",
  label: () => t("Copy link"),
  shown: (message, tools) => tools.can("link", message),
  act: (message, { talk }) => void talk.actions.copy(new URL(`#m${message.n}`, location.href).href),
};

const markUnread: MenuItem = {
  icon: "mail",
  label: () => t("Mark as unread"),
  shown: (message, tools) => tools.can("link", message),
  act: (message, { talk }) => talk.reader.markUnread(message.n),
};

const remove: MenuItem = {
  icon: "trash-2",
  label: () => t("Delete for everybody"),
  shown: (message, tools) => tools.can("delete", message),
  act: (_message, { pointing }) => pointing.unfold("delete"),
  stays: true,
};

const report: MenuItem = {
  icon: "flag",
  label: () => t("Report"),
  shown: (message, tools) => message.id !== null && tools.can("report", message),
  // A full load would end a call that is running.
  act: (message) => visit(`/report/message/${message.id}/`),
};

/** The menu of a message, from above. A new line is an item of its own and its place here. */
// biome-ignore format: a line each, so that two can add theirs at once
export const MENU: readonly MenuItem[] = [
  answerInThread,
  edit,
  forward,
  pin,
  star,
  copyText,
  copyLink,
  readBy,
  markUnread,
  report,
  remove,
];
