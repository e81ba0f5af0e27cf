import "./alerts.css";
import { AlertsOffer } from "./offer";
import { AlertsQuiet } from "./quiet";
import { AlertsSettings } from "./settings";

customElements.define("samovar-alerts", AlertsSettings);
customElements.define("samovar-alerts-offer", AlertsOffer);
customElements.define("samovar-alerts-quiet", AlertsQuiet);

declare global {
  interface HTMLElementTagNameMap {
    "samovar-alerts": AlertsSettings;
    "samovar-alerts-offer": AlertsOffer;
    "samovar-alerts-quiet": AlertsQuiet;
  }
}
