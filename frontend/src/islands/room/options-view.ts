import "./options.css";
import { html, nothing, type TemplateResult } from "lit";
import { t } from "../../lib/i18n";
import { type IconName, icon } from "../../lib/icons";

/** One thing that can be done to a person. */
export interface Option {
  readonly name: string;
  readonly icon: IconName;
  readonly danger?: boolean;
  act(): void;
}

/** The button "Options for NAME" with its menu; nothing when nothing can be done. */
export function optionsView(
  id: number,
  name: string,
  options: readonly Option[],
): TemplateResult | typeof nothing {
  if (options.length === 0) return nothing;
  const menu = `options-${id}`;
  return html`<button
      type="button"
      class="room-icon person-options"
      aria-label=${t("Options for {name}", { name })}
      aria-haspopup="menu"
      popovertarget=${menu}
    >
      ${icon("ellipsis-vertical", "icon-s")}
    </button>
    <div
      id=${menu}
      class="options-menu"
      popover
      role="menu"
      aria-label=${t("Options for {name}", { name })}
      @keydown=${move}
      @toggle=${focusFirst}
    >
      ${options.map((option) => optionView(option))}
    </div>`;
}

function optionView(option: Option): TemplateResult {
  return html`<button
    type="button"
    role="menuitem"
    tabindex="-1"
    class="option ${option.danger ? "option-danger" : ""}"
    @click=${(event: Event) => choose(event, option)}
  >
    ${icon(option.icon, "icon-s")}<span>${option.name}</span>
  </button>`;
}

function choose(event: Event, option: Option): void {
  const menu = event.currentTarget instanceof HTMLElement ? event.currentTarget.closest("[popover]") : null;
  if (menu instanceof HTMLElement) menu.hidePopover();
  option.act();
}

function focusFirst(event: ToggleEvent): void {
  if (event.newState === "open" && event.target instanceof HTMLElement) {
    event.target.querySelector<HTMLElement>("[role=menuitem]")?.focus();
  }
}

/** Arrows go round, as in every menu. */
function move(event: KeyboardEvent): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || !(event.currentTarget instanceof HTMLElement)) return;
  event.preventDefault();
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>("[role=menuitem]")];
  const active = document.activeElement;
  const now = active instanceof HTMLElement ? items.indexOf(active) : -1;
  items.at((now + step) % items.length)?.focus();
}
