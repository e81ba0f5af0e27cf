type Enhancement = (page: ParentNode) => void;

const enhancements: Enhancement[] = [];

/** Run now for the whole document, and again for what each later swap brings in. */
export function onPage(enhancement: Enhancement): void {
  enhancements.push(enhancement);
  enhancement(document);
}

/** Called by the navigation when htmx has put something new into the document. */
export function pageChanged(part: ParentNode): void {
  for (const enhancement of enhancements) enhancement(part);
}
