import type { Person } from "../../generated/wire";
import { keyOf } from "../chat/names";

/** Does the name or username of this person hold the text, as names are compared? */
export function holds({ name, username }: Pick<Person, "name" | "username">, text: string): boolean {
  const key = keyOf(text.trim().replace(/^@/, ""));
  return keyOf(name).includes(key) || keyOf(username ?? "").includes(key);
}
