import { t } from "../../lib/i18n";
import type { IconName } from "../../lib/icons";

/** Something to do from wherever one is: going to a page. */
export interface Doing {
  name: string;
  icon: IconName;
  address: string;
}

/** The commands whose names have all the words of `text`; none without a text. */
export function commandsFor(text: string): Doing[] {
  const words = text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  return all().filter(({ name }) => words.every((word) => name.toLocaleLowerCase().includes(word)));
}

function all(): Doing[] {
  return [
    { name: t("Home"), icon: "house", address: "/" },
    { name: t("Calls"), icon: "video", address: "/rooms/" },
    { name: t("Create room"), icon: "plus", address: "/rooms/new/" },
    { name: t("Messages"), icon: "message-circle", address: "/messages/" },
    { name: t("People"), icon: "users", address: "/people/" },
    { name: t("Notifications"), icon: "bell", address: "/notifications/" },
    { name: t("Settings"), icon: "settings", address: "/settings/" },
    { name: t("Blocklist"), icon: "ban", address: "/settings/blocklist/" },
  ];
}
