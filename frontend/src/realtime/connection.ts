import "./connection.css";
import { html, nothing } from "lit";
import { startAlerts } from "../alerts/alerts";
import { t, tn } from "../lib/i18n";
import { icon } from "../lib/icons";
import { LightElement } from "../lib/light";
import { wakeCalls } from "../shell/wakers";
import { gateway } from "./client";
import { startIdle } from "./idle";
import { startInbox } from "./inbox";
import { startNotified } from "./notified";
import { startPresences } from "./presences";
import { outbox, unsentEvents } from "./unsent";

/** A reconnect that takes no longer than this is not worth a word. */
const UNNOTICED = 1_500;
/** Logging out ends the session too: then the page is on its way already. */
const ON_THE_WAY = 800;
const NO_SESSION = 4401;
const NOT_ALLOWED = 4403;
const NO_ROOM = 4404;
const TOO_MANY_TABS = 4409;
const LED = "samovar:led-away";
const NOT_AGAIN = 10_000;
/** A form that ends the session leads on by itself, with words of its own: on a slow line not so soon. */
const FORM_ON_THE_WAY = 15_000;
let submittedAt = Number.NEGATIVE_INFINITY;
document.addEventListener("submit", (event) => {
  if (!event.defaultPrevented) submittedAt = performance.now();
});

/** Starts the tab's connection, and says when it is away and how much waits to be sent. */
class Connection extends LightElement {
  private away = false;
  /** Why the last connection ended, while there is none. */
  private code = 0;
  private waiting = 0;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private stops: (() => void)[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    this.stops = [
      gateway.own.on("status", () => this.look()),
      gateway.own.on("closed", ({ code }) => this.closed(code)),
      unsentEvents.on("changed", () => void this.countWaiting()),
    ];
    gateway.start(this.dataset.pass ?? "");
    // The first connection may never come.
    this.look();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.stops) stop();
  }

  protected override render(): unknown {
    return html`<div role="status" class="connection">${this.away ? this.bar() : nothing}</div>`;
  }

  private bar(): unknown {
    return html`<div class="connection-bar">
      ${icon("wifi-off", "icon-s")}
      <span>${this.sentence()}</span>
    </div>`;
  }

  private sentence(): string {
    if (this.code === NOT_ALLOWED)
      return t("This page may not connect to the server. Open Samovar at its usual address.");
    if (this.code === TOO_MANY_TABS) return t("Samovar is open in too many tabs. Close some of them.");
    const waits = tn("{n} message waits to be sent.", "{n} messages wait to be sent.", this.waiting);
    return `${t("No connection.")} ${this.waiting > 0 ? waits : t("Trying again…")}`;
  }

  private closed(code: number): void {
    this.code = code;
    this.look();
    leadAway(code);
  }

  private look(): void {
    if (gateway.status === "open") this.code = 0;
    if (gateway.status === "refused") this.show(this.code === NOT_ALLOWED);
    else if (gateway.status === "open") this.show(false);
    else this.timer ??= setTimeout(() => this.show(gateway.status === "connecting"), UNNOTICED);
  }

  private show(away: boolean): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    this.away = away;
    void this.countWaiting();
  }

  private async countWaiting(): Promise<void> {
    if (this.away) this.waiting = await outbox.count();
    this.requestUpdate();
  }
}

/** The session or the guest's room is gone: the server's page says what to do. Never in a loop. */
function leadAway(code: number): void {
  if (code !== NO_SESSION && code !== NO_ROOM) return;
  const last = Number(sessionStorage.getItem(LED));
  if (Date.now() - last < NOT_AGAIN) return;
  sessionStorage.setItem(LED, String(Date.now()));
  const { href } = location;
  const submitted = performance.now() - submittedAt < NOT_AGAIN;
  const pause = submitted ? FORM_ON_THE_WAY : ON_THE_WAY;
  setTimeout(() => href === location.href && location.reload(), pause);
}

startInbox();
startNotified();
startIdle();
startPresences();
startAlerts();
wakeCalls();
customElements.define("samovar-connection", Connection);
