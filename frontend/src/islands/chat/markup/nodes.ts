/** A text as it is shown: what the small Markdown of messages is read into. Only text is in here, never markup. */
export type Inline =
  | { kind: "text"; text: string }
  | { kind: "code"; text: string }
  /** `named`: the words are the writer's own, so where it leads has to be shown beside them. */
  | { kind: "link"; href: string; text: string; named: boolean }
  | { kind: "mention"; name: string }
  | { kind: Mark; inside: Inline[] };

export type Mark = "strong" | "em" | "strike" | "spoiler";

export type Block =
  | { kind: "text"; inside: Inline[] }
  | { kind: "code"; language: string; text: string }
  | { kind: "quote"; blocks: Block[] }
  | { kind: "list"; ordered: boolean; start: number; items: Block[][] };
