import { html, nothing, type TemplateResult } from "lit";
import { toast } from "../../enhance/toasts";
import { t } from "../../lib/i18n";
import { type IconName, icon } from "../../lib/icons";
import { floor } from "../../media/floor";
import { callSession } from "../../media/session";
import { endAfterQuestion } from "./end-dialog";

/** What hosts may keep to themselves. */
const POWERS = ["microphone", "camera", "screen", "chat"] as const;
type Power = (typeof POWERS)[number];

/** What hosts do to everybody, and to the door of the room. */
export function hostControls(): TemplateResult {
  const view = callSession.view;
  return html`<div class="call-hosts" role="group" aria-label=${t("For hosts")}>
    ${action("mic-off", t("Mute all"), () => floor.silence("microphone"))}
    ${toggle("lock", t("Lock room"), view?.locked === true, (on) => floor.guard({ locked: on }))}
    ${toggle("door-open", t("Waiting room"), view?.waiting_room === true, (on) => floor.guard({ waiting_room: on }))}
    ${permission("mic", t("Others may speak"), "microphone")}
    ${permission("video", t("Others may show themselves"), "camera")}
    ${permission("monitor-up", t("Others may share"), "screen")}
    ${permission("message-square", t("Others may write"), "chat")}
    ${callSession.mediaServer ? toggle("globe", t("Over the media server"), callSession.carrier === "sfu", (on) => floor.carry(on)) : nothing}
    ${callSession.view?.kind === "group" ? action("phone-call", t("Ring everybody"), () => floor.ringMembers()) : nothing}
    ${attendanceLink()}
    ${action("phone-off", t("End call for all"), () => endAfterQuestion(() => floor.endForAll()))}
    <samovar-call-end></samovar-call-end>
  </div>`;
}

/** Who was here from when to when, also in earlier calls of this room. */
function attendanceLink(): TemplateResult {
  const address = `/calls/attendance/${callSession.room?.code ?? ""}.csv`;
  return html`<a class="call-item" href=${address} download hx-boost="false">
    ${icon("download", "icon-s")}<span>${t("Attendance list")}</span>
  </a>`;
}

function permission(symbol: IconName, name: string, source: Power): TemplateResult {
  const forbidden = callSession.view?.forbidden ?? [];
  const kept = POWERS.filter((one) => forbidden.includes(one));
  const allowed = !kept.includes(source);
  return toggle(symbol, name, allowed, (on) =>
    floor.guard({ forbidden: on ? kept.filter((one) => one !== source) : [...kept, source] }),
  );
}

function action(symbol: IconName, name: string, act: () => Promise<void>): TemplateResult {
  return html`<button type="button" class="call-item" @click=${() => tell(act())}>
    ${icon(symbol, "icon-s")}<span>${name}</span>
  </button>`;
}

function toggle(
  symbol: IconName,
  name: string,
  on: boolean,
  act: (on: boolean) => Promise<void>,
): TemplateResult {
  return html`<button
    type="button"
    class="call-item"
    aria-pressed=${on ? "true" : "false"}
    @click=${() => tell(act(!on))}
  >
    ${icon(symbol, "icon-s")}<span>${name}</span><span class="call-item-switch" aria-hidden="true"></span>
  </button>`;
}

/** A refusal is said in passing. */
function tell(doing: Promise<void>): void {
  doing.catch((error: unknown) => {
    if (error instanceof Error) toast(error.message, "error");
  });
}
