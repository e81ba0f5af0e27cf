import { html, type TemplateResult } from "lit";
import { toast } from "../../enhance/toasts";
import { handOver } from "../../lib/hand-over";
import { formatDate, formatNumber, t } from "../../lib/i18n";
import { icon } from "../../lib/icons";
import { LightElement } from "../../lib/light";
import { noted } from "../../recording/left";
import { forgetLeft, type LeftPart, leftFiles, leftOf, sendAgain } from "../../recording/leftovers";

const MEGABYTE = 1_000_000;

/** Parts of recordings that the server did not take and only this browser has. Shows nothing without any. */
export class Leftover extends LightElement {
  private parts: readonly LeftPart[] = [];
  private busy = false;

  override connectedCallback(): void {
    super.connectedCallback();
    for (const recording of noted()) void this.look(recording);
  }

  private async look(recording: number): Promise<void> {
    const found = await leftOf(recording);
    const others = this.parts.filter((part) => part.recording !== recording);
    this.parts = found ? [...others, found] : others;
    this.requestUpdate();
  }

  protected override render(): TemplateResult[] {
    return this.parts.map((part) => this.renderPart(part));
  }

  private renderPart({ recording, since, bytes }: LeftPart): TemplateResult {
    const when = formatDate(new Date(since), { dateStyle: "medium", timeStyle: "short" });
    const size = formatNumber(Math.max(0.1, bytes / MEGABYTE), {
      style: "unit",
      unit: "megabyte",
      maximumFractionDigits: 1,
    });
    return html`<section class="card rec-left" aria-label=${t("Only in this browser")}>
      <p class="rec-left-text">
        ${icon("triangle-alert", "icon-s")}
        <span>${t("A part of the recording of {when} is only in this browser ({size}): the server did not take it.", { when, size })}</span>
      </p>
      <div class="rec-left-doings">
        ${this.button(t("Try again"), () => this.again(recording), "btn-primary")}
        ${this.button(t("Save as a file"), () => save(recording))}
        ${this.button(t("Throw away"), () => this.forget(recording))}
      </div>
    </section>`;
  }

  private button(name: string, act: () => Promise<void>, look = "btn-plain"): TemplateResult {
    return html`<button type="button" class="btn ${look}" ?disabled=${this.busy} @click=${() => void this.doing(act)}>${name}</button>`;
  }

  private async doing(act: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.requestUpdate();
    try {
      await act();
    } finally {
      this.busy = false;
      this.requestUpdate();
    }
  }

  private async again(recording: number): Promise<void> {
    await sendAgain(recording);
    await this.look(recording);
    if (this.parts.some((part) => part.recording === recording))
      toast(t("The server still does not take it. Delete what you do not need, then try again."), "error");
  }

  private async forget(recording: number): Promise<void> {
    if (!confirm(t("Throw this part of the recording away for good?"))) return;
    await forgetLeft(recording);
    await this.look(recording);
  }
}

async function save(recording: number): Promise<void> {
  for (const [index, file] of (await leftFiles(recording)).entries())
    handOver(file, `recording-${recording}-${index + 1}.webm`);
}
