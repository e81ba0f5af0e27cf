import { isRecord } from "../lib/http";

/** Somebody who was found by a name. */
export interface Found {
  name: string;
  username: string;
  avatar: string | null;
  followed: boolean;
}

/** Reads what the search for people answered. */
export function foundIn(answer: unknown): Found[] {
  return Array.isArray(answer) ? answer.flatMap((one: unknown) => foundOf(one) ?? []) : [];
}

function foundOf(content: unknown): Found | null {
  if (!isRecord(content)) return null;
  const { name, username, picture, followed } = content;
  if (typeof name !== "string" || typeof username !== "string") return null;
  return {
    name,
    username,
    avatar: typeof picture === "string" ? picture : null,
    followed: followed === true,
  };
}

/** The likeliest first: whose username or name begins so, and of those whom one follows. */
export function byLikelihood(people: readonly Found[], text: string): Found[] {
  const begun = text.toLocaleLowerCase();
  const likelihood = ({ name, username, followed }: Found): number => {
    const words = [username, ...name.split(" ")];
    const begins = words.some((word) => word.toLocaleLowerCase().startsWith(begun));
    return (begins ? 2 : 0) + (followed ? 1 : 0);
  };
  return [...people].sort((one, other) => likelihood(other) - likelihood(one));
}
