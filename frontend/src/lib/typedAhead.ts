/** Letters that are typed while the field they are meant for is still on its way; nothing else gets them. */
export class TypedAhead {
  text = "";
  /** Enter was pressed. */
  entered = false;

  constructor() {
    document.addEventListener("keydown", this.take, true);
  }

  stop(): void {
    document.removeEventListener("keydown", this.take, true);
  }

  private readonly take = (event: KeyboardEvent): void => {
    const isCommand = event.ctrlKey || event.metaKey || event.altKey;
    if (event.isComposing || (isCommand && !event.getModifierState("AltGraph"))) return;
    if ([...event.key].length === 1) this.text += event.key;
    else if (event.key === "Backspace") this.text = [...this.text].slice(0, -1).join("");
    else if (event.key === "Enter") this.entered = true;
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
}
