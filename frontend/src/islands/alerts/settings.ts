import { html, nothing, type TemplateResult } from "lit";
import {
  askForDesktop,
  chooseOnDevice,
  desktopPermission,
  deviceChoice,
  wantsDesktop,
} from "../../alerts/device";
import { chime } from "../../alerts/sound";
import { t } from "../../lib/i18n";
import { OfDevice } from "./of-device";

/** Sounds and notes on the desktop, as chosen on this device. */
export class AlertsSettings extends OfDevice {
  protected override render(): TemplateResult {
    const permission = desktopPermission();
    return html`<label class="check-line">
        <input class="checkbox" type="checkbox" .checked=${deviceChoice().sound} @change=${this.sound} />
        ${t("A sound for what is new")}
      </label>
      <label class="check-line">
        <input class="checkbox" type="checkbox" .checked=${wantsDesktop()}
          ?disabled=${permission === "denied" || permission === "missing"} @change=${this.desktop} />
        ${t("Show on the desktop while no page of Samovar is looked at")}
      </label>
      ${why(permission)}`;
  }

  private readonly sound = (event: Event): void => {
    const on = (event.target as HTMLInputElement).checked;
    chooseOnDevice({ sound: on });
    if (on) chime();
  };

  private readonly desktop = (event: Event): void => {
    const on = (event.target as HTMLInputElement).checked;
    if (on) void askForDesktop().then(() => this.requestUpdate());
    else chooseOnDevice({ desktop: false });
  };
}

function why(permission: NotificationPermission | "missing"): TemplateResult | typeof nothing {
  if (permission === "denied")
    return html`<p class="hint">${t("Your browser does not let this site show anything. Allow notifications in the settings of the site, beside its address.")}</p>`;
  if (permission === "missing")
    return html`<p class="hint">${t("This browser shows nothing on the desktop for this page.")}</p>`;
  return nothing;
}
