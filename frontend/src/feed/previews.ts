import { html, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { t } from "../lib/i18n";
import { icon } from "../lib/icons";
import type { Chosen } from "./chosen";

interface Actions {
  describe(place: number, alt: string): void;
  forward(place: number): void;
  remove(place: number): void;
}

/** The chosen pictures, each with its description, one place forward, and away. */
export function previews(
  chosen: readonly Chosen[],
  addressOf: (one: Chosen) => string,
  actions: Actions,
): TemplateResult {
  return html`${repeat(
    chosen,
    ({ file, id }) => file ?? id,
    (one, place) => preview(one, place, addressOf(one), actions),
  )}`;
}

function preview(one: Chosen, place: number, address: string, actions: Actions): TemplateResult {
  return html`<li class="preview">
    <img src=${address} alt="" />
    ${one.id === undefined ? null : html`<input type="hidden" name="kept" .value=${String(one.id)} />`}
    <input
      class="input input-sm"
      name=${one.id === undefined ? "alt" : `alt_${one.id}`}
      maxlength="500"
      dir="auto"
      .value=${one.alt}
      aria-label=${t("Describe picture {n}", { n: place + 1 })}
      placeholder=${t("Describe it")}
      @input=${(event: InputEvent) => {
        actions.describe(place, (event.target as HTMLInputElement).value);
      }}
    />
    <span class="preview-actions">
      ${
        place > 0
          ? html`<button
            class="btn btn-sm btn-square btn-plain"
            type="button"
            aria-label=${t("Move picture {n} forward", { n: place + 1 })}
            @click=${() => {
              actions.forward(place);
            }}
          >
            ${icon("arrow-left", "icon-s")}
          </button>`
          : null
      }
      <button
        class="btn btn-sm btn-square btn-plain"
        type="button"
        aria-label=${t("Remove picture {n}", { n: place + 1 })}
        @click=${() => {
          actions.remove(place);
        }}
      >
        ${icon("x", "icon-s")}
      </button>
    </span>
  </li>`;
}
