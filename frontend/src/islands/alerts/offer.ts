import { html, nothing, type TemplateResult } from "lit";
import { askForDesktop, chooseOnDevice, desktopPermission, deviceChoice } from "../../alerts/device";
import { t } from "../../lib/i18n";
import { icon } from "../../lib/icons";
import { OfDevice } from "./of-device";

/** Offers notes on the desktop once, over the list of conversations; the browser asks only after a press. */
export class AlertsOffer extends OfDevice {
  protected override render(): TemplateResult | typeof nothing {
    if (deviceChoice().asked || desktopPermission() !== "default") return nothing;
    return html`<section class="notice alerts-offer" aria-label=${t("On the desktop")}>
      ${icon("bell")}
      <span class="row-text">${t("Be told of messages while you look at something else.")}</span>
      <span class="alerts-offer-do">
        <button type="button" class="btn btn-primary btn-sm" @click=${() => void askForDesktop()}>${t("Turn on")}</button>
        <button type="button" class="btn btn-ghost btn-sm" @click=${() => chooseOnDevice({ asked: true })}>${t("Not now")}</button>
      </span>
    </section>`;
  }
}
