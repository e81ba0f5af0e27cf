import { html, type TemplateResult } from "lit";
import { minutesUntilTomorrow, quiet } from "../../alerts/quiet";
import { toast } from "../../enhance/toasts";
import { formatDate, t } from "../../lib/i18n";
import { icon } from "../../lib/icons";
import { LightElement } from "../../lib/light";

/** Not to be disturbed for some time, on all devices. */
export class AlertsQuiet extends LightElement {
  private stop: (() => void) | null = null;

  override connectedCallback(): void {
    super.connectedCallback();
    this.stop = quiet.events.on("changed", () => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop?.();
  }

  protected override render(): TemplateResult {
    return quiet.on ? this.running() : this.choice();
  }

  private running(): TemplateResult {
    const { until } = quiet;
    const text = until
      ? t("Nothing disturbs you until {time}", {
          time: formatDate(until, { weekday: "long", hour: "numeric", minute: "2-digit" }),
        })
      : t("Nothing disturbs you until you turn it off");
    return html`<p class="alerts-quiet-now">${icon("moon", "icon-s")}<span>${text}</span></p>
      <button type="button" class="btn btn-plain btn-sm" @click=${() => this.set(false)}>${t("Turn off")}</button>`;
  }

  private choice(): TemplateResult {
    const tomorrow = minutesUntilTomorrow(new Date());
    const choices: [string, number | null][] = [
      [t("30 minutes"), 30],
      [t("1 hour"), 60],
      [t("Until tomorrow"), tomorrow],
      [t("Until I turn it off"), null],
    ];
    return html`<div class="alerts-choices" role="group" aria-label=${t("Do not disturb")}>
      ${choices.map(
        ([text, minutes]) =>
          html`<button type="button" class="btn btn-plain btn-sm" @click=${() => this.set(true, minutes)}>${text}</button>`,
      )}
    </div>`;
  }

  private set(on: boolean, minutes: number | null = null): void {
    quiet.set(on, minutes).catch((error: unknown) => {
      toast(
        error instanceof Error && error.message ? error.message : t("That did not work. Try again."),
        "error",
      );
    });
  }
}
