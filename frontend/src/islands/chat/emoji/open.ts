/** Lets the viewer choose an emoji; null when he chose none. It opens beside `anchor`, on a phone at the bottom. */
export async function openEmoji(anchor: HTMLElement | null): Promise<string | null> {
  const { EmojiDialog } = await import("./dialog");
  return await EmojiDialog.ask(anchor);
}
