import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { t } from "../../lib/i18n";
import { icon } from "../../lib/icons";
import type { Choice, Device, Kind } from "../../media/devices";

export type DeviceKind = Kind | "speaker";
export type Listed = Readonly<Record<DeviceKind, readonly Device[]>>;
export const NONE: Listed = { microphone: [], camera: [], speaker: [] };

const ICONS = { camera: "video", microphone: "mic", speaker: "volume-2" } as const;
const KINDS: readonly DeviceKind[] = ["camera", "microphone", "speaker"];

function names(kind: DeviceKind): { label: string; name: string } {
  if (kind === "camera") return { label: t("Camera"), name: t("Choose camera") };
  if (kind === "microphone") return { label: t("Microphone"), name: t("Choose microphone") };
  return { label: t("Speaker"), name: t("Choose speaker") };
}

/** Which camera, microphone and speaker to use; kinds of which nothing is known are left out. */
export function deviceSelects(
  listed: Listed,
  choice: Choice,
  choose: (kind: DeviceKind, device: string) => void,
): TemplateResult {
  return html`<div class="call-devices">
    ${KINDS.map((kind) => deviceSelect(kind, listed[kind], choice[kind] ?? "", choose))}
  </div>`;
}

function deviceSelect(
  kind: DeviceKind,
  all: readonly Device[],
  chosen: string,
  choose: (kind: DeviceKind, device: string) => void,
): TemplateResult | typeof nothing {
  const devices = all.filter((device) => device.label);
  if (devices.length === 0) return nothing;
  const { label, name } = names(kind);
  const known = devices.some((device) => device.id === chosen);
  return html`<label class="call-device">
    <span class="call-device-label">${icon(ICONS[kind], "icon-s")}<span>${label}</span></span>
    <select
      class="select"
      data-kind=${kind}
      aria-label=${name}
      @change=${(event: Event) => choose(kind, selected(event))}
    >
      <option value="" ?selected=${live(!known)}>${t("System default")}</option>
      ${devices.map((device) => html`<option value=${device.id} ?selected=${live(device.id === chosen)}>${device.label}</option>`)}
    </select>
  </label>`;
}

function selected(event: Event): string {
  return event.target instanceof HTMLSelectElement ? event.target.value : "";
}
