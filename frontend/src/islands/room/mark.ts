import { html, type TemplateResult } from "lit";

/** The samovar. */
export function mark(): TemplateResult {
  return html`<svg class="mark" viewBox="0 0 32 32" fill="none" aria-hidden="true">
    <path
      d="M10 9h12c2.6 2.7 3.6 5.4 3.1 8.3-.5 3.1-2.7 5.3-5.1 6.7h-8c-2.4-1.4-4.6-3.6-5.1-6.7C6.4 14.4 7.4 11.7 10 9Z"
      fill="var(--brand)"
    />
    <path d="M12.5 5.5h7l1 3.5h-9l1-3.5Z" fill="var(--brand)" opacity=".55" />
    <path d="M14.5 2.5h3v3h-3z" fill="var(--brand)" opacity=".35" />
    <path d="M11.5 25h9l1.7 4H9.8l1.7-4Z" fill="var(--brand)" opacity=".55" />
    <path
      d="M25 14.5c2.8-.4 4.6.8 4.5 2.4-.1 1.5-1.9 2.3-3.7 1.9M7 14.5c-2.8-.4-4.6.8-4.5 2.4.1 1.5 1.9 2.3 3.7 1.9"
      stroke="var(--brand)"
      stroke-width="1.8"
      stroke-linecap="round"
    />
    <path d="M12.5 14.5h7M12.5 18h4.5" stroke="var(--paper)" stroke-width="1.8" stroke-linecap="round" />
  </svg>`;
}
