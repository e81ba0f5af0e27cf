import { html, type TemplateResult } from "lit";
import { t } from "../../../lib/i18n";
import { icon } from "../../../lib/icons";
import { LightElement } from "../../../lib/light";
import { habits } from "./habits";

interface Key {
  keys: string;
  text: string;
}

function keys(): Key[] {
  const send = habits.enterSends;
  return [
    { keys: send ? "Enter" : "Ctrl+Enter", text: t("Send") },
    { keys: send ? "Shift+Enter" : "Enter", text: t("New line") },
    { keys: "↑", text: t("Edit your last message (in an empty field)") },
    { keys: "↑ ↓", text: t("Choose a message, Enter for its options (among the messages)") },
    { keys: "Esc", text: t("Cancel an answer or an edit") },
    { keys: "Ctrl+B", text: t("Bold") },
    { keys: "Ctrl+I", text: t("Italic") },
    { keys: "Ctrl+K", text: t("Link (of what is selected)") },
    { keys: "@", text: t("Name somebody") },
    { keys: ":", text: t("Emoji by name") },
    { keys: "Ctrl+/", text: t("This list") },
  ];
}

/** How marks are written, each with what it makes. */
function marks(): TemplateResult[] {
  return [
    html`<dt><code>**${t("bold")}**</code></dt><dd><strong>${t("bold")}</strong></dd>`,
    html`<dt><code>*${t("italic")}*</code></dt><dd><em>${t("italic")}</em></dd>`,
    html`<dt><code>~~${t("struck")}~~</code></dt><dd><s>${t("struck")}</s></dd>`,
    html`<dt><code>\`${t("code")}\`</code></dt><dd><code class="md-code">${t("code")}</code></dd>`,
    html`<dt><code>||${t("hidden")}||</code></dt><dd>${t("hidden until it is pressed")}</dd>`,
    html`<dt><code>&gt; ${t("quote")}</code></dt><dd>${t("quote")}</dd>`,
    html`<dt><code>- ${t("list")}</code></dt><dd>• ${t("list")}</dd>`,
    html`<dt><code>\`\`\`python</code></dt><dd>${t("lines of code, until the next three")}</dd>`,
  ];
}

/** The keys and marks of writing, and what Enter does. */
export class WritingKeys extends LightElement {
  protected override render(): unknown {
    return html`<dialog class="chat-dialog writing-keys" aria-labelledby="writing-keys-title" @close=${() => this.remove()}>
      <div class="chat-dialog-head">
        <h2 id="writing-keys-title">${t("Keyboard shortcuts")}</h2>
        <button type="button" class="chat-tool" aria-label=${t("Close")} @click=${() => this.dialog?.close()}>${icon("x")}</button>
      </div>
      <label class="writing-choice">
        <input type="checkbox" class="toggle toggle-primary" .checked=${habits.enterSends} @change=${this.chosen} />
        <span>${t("Enter sends the message")}</span>
      </label>
      <dl class="writing-list">
        ${keys().map(({ keys: key, text }) => html`<dt><kbd dir="ltr">${key}</kbd></dt><dd>${text}</dd>`)}
      </dl>
      <h3>${t("Formatting")}</h3>
      <dl class="writing-list">${marks()}</dl>
    </dialog>`;
  }

  protected override firstUpdated(): void {
    this.dialog?.showModal();
  }

  private chosen(event: Event): void {
    habits.choose(event.target instanceof HTMLInputElement && event.target.checked);
    this.requestUpdate();
  }

  private get dialog(): HTMLDialogElement | null {
    return this.querySelector("dialog");
  }
}

customElements.define("samovar-writing-keys", WritingKeys);

/** Shows the list, once. */
export async function openKeys(): Promise<void> {
  if (document.querySelector("samovar-writing-keys")) return;
  const list = new WritingKeys();
  document.body.append(list);
  await list.updateComplete;
}
