import { html, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { formatNumber, t } from "../../lib/i18n";
import { icon } from "../../lib/icons";
import type { Tile } from "../../media/call";
import { quality } from "../../media/quality";
import { volumes } from "../../media/volumes";
import { qualityText } from "./quality-view";

/** How loud somebody is here, and how well he comes through: behind a button on his tile. */
export function soundButton(tile: Tile): TemplateResult {
  const { peer, person } = tile;
  const name = t("Volume of {name}", { name: person.name });
  const volume = volumes.of(person);
  const known = quality.of(peer);
  return html`<button
      type="button"
      class="call-pin call-volume"
      aria-label=${name}
      title=${name}
      popovertarget="volume-${peer}"
    >
      ${icon(volume === 0 ? "volume-x" : "volume-2", "icon-s")}
    </button>
    <div id="volume-${peer}" class="call-volume-box" popover role="dialog" aria-label=${name}>
      <span class="call-volume-name"><bdi>${person.name}</bdi></span>
      <label class="call-volume-line">
        ${icon("volume-2", "icon-s")}
        <input
          type="range"
          min="0"
          max="100"
          step="5"
          aria-label=${name}
          .value=${live(String(Math.round(volume * 100)))}
          @input=${(event: Event) => volumes.set(person, chosen(event))}
        />
        <span class="tabular">${formatNumber(volume, { style: "percent" })}</span>
      </label>
      ${known ? html`<span class="call-volume-quality">${qualityText(known)}</span>` : ""}
    </div>`;
}

function chosen(event: Event): number {
  return event.target instanceof HTMLInputElement ? event.target.valueAsNumber / 100 : 1;
}
