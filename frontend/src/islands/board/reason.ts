import { HttpRefusal } from "../../lib/http";
import { t } from "../../lib/i18n";
import { Refused } from "../../realtime/requests";

/** Why the server did not do something, in a sentence; null when it was not the server. */
export function refusedWith(error: unknown): string | null {
  if (error instanceof Refused && error.unanswered)
    return t("There is no connection. Try again when it is back.");
  const refused = error instanceof Refused || error instanceof HttpRefusal;
  return refused ? error.message || t("This could not be done. Try again.") : null;
}

/** The same, with a sentence for whatever else it was. */
export function reasonOf(error: unknown): string {
  return refusedWith(error) ?? t("This could not be done. Try again.");
}

/** As `fetch`; without a line it is refused like every other question to the server. */
export async function reach(address: string, asked: RequestInit): Promise<Response> {
  try {
    return await fetch(address, asked);
  } catch {
    throw new Refused("offline");
  }
}
