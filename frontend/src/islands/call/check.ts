import { html, LitElement, nothing, type TemplateResult } from "lit";
import { t } from "../../lib/i18n";
import { type IconName, icon } from "../../lib/icons";
import { ConnectionCheck, type Finding, STEPS, type Step } from "../../media/check";
import { gateway } from "../../realtime/client";
import { troubleSentence } from "./troubles";

type Why = Extract<Finding, { state: "wrong" }>["why"];

const SYMBOLS: Readonly<Record<Step, IconName>> = {
  microphone: "mic",
  camera: "video",
  server: "zap",
  stun: "globe",
  relay: "radio",
};

/** The connection test: says of each thing a call needs whether it works, and if not, what to do. */
export class CallCheck extends LitElement {
  private readonly findings = new Map<Step, Finding>();
  private running: Step | null = null;
  private readonly check = new ConnectionCheck(gateway);

  protected override createRenderRoot(): this {
    return this;
  }

  private async start(): Promise<void> {
    if (this.running) return;
    this.findings.clear();
    for (const step of STEPS) {
      this.running = step;
      this.requestUpdate();
      this.findings.set(step, await this.check.run(step));
    }
    this.running = null;
    this.requestUpdate();
  }

  protected override render(): TemplateResult {
    return html`<button
        type="button"
        class="btn btn-primary"
        ?disabled=${this.running !== null}
        @click=${() => void this.start()}
      >
        ${t("Start the test")}
      </button>
      <ul class="call-check" aria-live="polite">
        ${STEPS.map((step) => this.renderStep(step))}
      </ul>
      ${this.running === null && this.findings.size > 0 ? this.renderVerdict() : nothing}`;
  }

  private renderStep(step: Step): TemplateResult {
    const finding = this.findings.get(step);
    const state = this.running === step ? "running" : (finding?.state ?? "waiting");
    const text = this.running === step ? t("Trying…") : finding ? findingText(step, finding) : "";
    return html`<li class="call-check-step" data-step=${step} data-state=${state}>
      ${icon(SYMBOLS[step])}
      <span class="row-text"><span class="row-title">${stepName(step)}</span><span class="row-sub">${text}</span></span>
      ${state === "ok" ? icon("circle-check") : nothing} ${state === "wrong" ? icon("circle-alert") : nothing}
    </li>`;
  }

  private renderVerdict(): TemplateResult {
    const wrong = [...this.findings.values()].filter(({ state }) => state === "wrong").length;
    const text = wrong === 0 ? t("Everything works.") : t("Not everything works: see above what to do.");
    return html`<p role="status" class="call-check-verdict">${text}</p>`;
  }
}

function stepName(step: Step): string {
  if (step === "microphone") return t("Microphone");
  if (step === "camera") return t("Camera");
  if (step === "server") return t("Connection to the server");
  return step === "stun" ? t("Way to other people") : t("Way over the relay");
}

/** What was found, in words, with what helps. */
export function findingText(step: Step, finding: Finding): string {
  if (finding.state === "ok") return t("Works ({ms} ms)", { ms: Math.round(finding.ms) });
  const { why } = finding;
  if (step === "microphone" || step === "camera") return deviceText(step, why);
  if (step === "server") return t("The server does not answer. Look whether you are online.");
  if (step === "stun") return stunText(why === "absent");
  return why === "absent"
    ? t("This installation has no relay (TURN): in strict networks calls may not work. Tell the operator.")
    : t(
        "The relay cannot be reached: a firewall may block it, or its settings are wrong. Tell the operator.",
      );
}

function deviceText(step: "microphone" | "camera", why: Why): string {
  if (why === "slow") return t("Nobody has answered the browser's question. Allow it, then try again.");
  return troubleSentence(step, why === "refused" ? "failed" : why) ?? "";
}

function stunText(absent: boolean): string {
  return absent
    ? t("This installation has no STUN server: calls work within one network alone. Tell the operator.")
    : t("UDP seems to be blocked in your network: calls need the relay.");
}
