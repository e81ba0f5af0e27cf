/** Characters of a message as the server counts them: code points, not UTF-16 units. */
export function lengthOf(text: string): number {
  let length = 0;
  for (const _ of text) length += 1;
  return length;
}

/** Is there anything to send in it? */
export function isBlank(text: string): boolean {
  return text.trim() === "";
}

/** How many characters are left, or null while the limit is far. */
export function leftOf(text: string, limit: number): number | null {
  if (text.length < limit * 0.9) return null;
  const left = limit - lengthOf(text);
  return left > limit * 0.1 ? null : left;
}
