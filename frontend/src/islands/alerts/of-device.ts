import { deviceEvents } from "../../alerts/device";
import { LightElement } from "../../lib/light";

/** Shows what is chosen on this device, anew when another part of the page chooses. */
export abstract class OfDevice extends LightElement {
  private stop: (() => void) | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    this.stop = deviceEvents.on("changed", () => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop?.();
  }
}
