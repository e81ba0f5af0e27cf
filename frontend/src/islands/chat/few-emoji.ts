/** Up to so many are shown large. */
const FEW = 3;
const ONLY =
  /^(?:\p{Emoji_Presentation}|\p{Extended_Pictographic}\ufe0f|\p{Emoji_Modifier}|\p{Regional_Indicator}|[\u200d\ufe0f\u2640\u2642]|\s)+$/u;

/** Is a text nothing but one emoji, two or three? */
export function isFewEmoji(text: string): boolean {
  if (text.length > FEW * 16 || !ONLY.test(text)) return false;
  const signs = [...new Intl.Segmenter().segment(text)].filter(({ segment }) => segment.trim());
  return signs.length > 0 && signs.length <= FEW;
}
