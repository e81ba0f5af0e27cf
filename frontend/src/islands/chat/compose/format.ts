/** A text with a selection. */
export interface Selected {
  text: string;
  start: number;
  end: number;
}

/** What to put in place of a part of the text, and what is selected after that. */
export interface Change {
  start: number;
  end: number;
  text: string;
  select: readonly [number, number];
}

export type Style = "bold" | "italic" | "strike" | "code" | "spoiler" | "link" | "quote" | "list" | "numbers";

const MARKS: Partial<Record<Style, string>> = {
  bold: "**",
  italic: "*",
  strike: "~~",
  code: "`",
  spoiler: "||",
};
const LINE_MARKS: Partial<Record<Style, (place: number) => string>> = {
  quote: () => "> ",
  list: () => "- ",
  numbers: (place) => `${place + 1}. `,
};
const ADDRESS = /^(?:https?:\/\/|mailto:)\S+$/i;

/** How a style is put on what is selected, or taken off again. */
export function styled(selected: Selected, style: Style): Change {
  const mark = MARKS[style];
  const line = LINE_MARKS[style];
  if (style === "code" && within(selected).includes("\n")) return fenced(selected);
  if (mark) return marked(selected, mark);
  return line ? lined(selected, line) : linked(selected);
}

function within({ text, start, end }: Selected): string {
  return text.slice(start, end);
}

function marked(selected: Selected, mark: string): Change {
  const { text, start, end } = selected;
  const size = mark.length;
  const around = text.slice(start - size, start) === mark && text.slice(end, end + size) === mark;
  // `*` inside `**` is no mark of its own.
  const longer =
    mark === "*" && text.slice(start - 2, start) === "**" && text.slice(start - 3, start) !== "***";
  if (around && !longer) {
    return {
      start: start - size,
      end: end + size,
      text: within(selected),
      select: [start - size, end - size],
    };
  }
  return { start, end, text: mark + within(selected) + mark, select: [start + size, end + size] };
}

function fenced(selected: Selected): Change {
  const { start, end } = selected;
  const text = `\`\`\`\n${within(selected)}\n\`\`\``;
  return { start, end, text, select: [start + 4, end + 4] };
}

function linked(selected: Selected): Change {
  const { start, end } = selected;
  const words = within(selected);
  if (ADDRESS.test(words)) {
    return { start, end, text: `[](${words})`, select: [start + 1, start + 1] };
  }
  const text = `[${words}](https://)`;
  const at = start + words.length + 3;
  return { start, end, text, select: [at, at + 8] };
}

function lined({ text, start, end }: Selected, mark: (place: number) => string): Change {
  const from = text.lastIndexOf("\n", start - 1) + 1;
  const next = text.indexOf("\n", end);
  const to = next < 0 ? text.length : next;
  const lines = text.slice(from, to).split("\n");
  const on = lines.every((line, place) => line.startsWith(mark(place)));
  const put = lines
    .map((line, place) => (on ? line.slice(mark(place).length) : mark(place) + line))
    .join("\n");
  return { start: from, end: to, text: put, select: [from + put.length, from + put.length] };
}
