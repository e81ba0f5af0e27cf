/** Puts `text` in place of a part of the field; it can be undone like what is typed, and is told as input. */
export function replaceRange(field: HTMLTextAreaElement, start: number, end: number, text: string): void {
  field.focus();
  field.setSelectionRange(start, end);
  // The one way by which the browser's own undo knows of it.
  if (document.execCommand(text ? "insertText" : "delete", false, text)) return;
  field.setRangeText(text, start, end, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/** Puts `text` where the cursor stands, instead of what is selected. */
export function insertText(field: HTMLTextAreaElement, text: string): void {
  replaceRange(field, field.selectionStart, field.selectionEnd, text);
}
