const islands = import.meta.glob<unknown>("../islands/*/index.ts");
/** Elements of the shell itself, wanted on nearly every page. */
const shellElements = import.meta.glob<unknown>("../realtime/connection.ts");

/**
 * Load the code of each custom element that stands in `part`, once: samovar-call-stage is in islands/call.
 * An element with `data-sleeps` shows nothing until something happens that has its island loaded.
 */
export function loadIslands(part: ParentNode): void {
  for (const element of part.querySelectorAll(":not(:defined, [data-sleeps])")) {
    const [prefix, island] = element.localName.split("-");
    if (prefix === "samovar" && island !== undefined) void loadIsland(island);
  }
}

/** Load the code of an island, or of an element of the shell, unless it is there. */
export async function loadIsland(island: string): Promise<void> {
  const found = islands[`../islands/${island}/index.ts`] ?? shellElements[`../realtime/${island}.ts`];
  await found?.();
}
