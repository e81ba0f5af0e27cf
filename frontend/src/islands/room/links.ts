import { html, nothing, type TemplateResult } from "lit";
import { toast } from "../../enhance/toasts";
import { copyText } from "../../lib/dom";
import { HttpRefusal, isRecord, request } from "../../lib/http";
import { formatDate, t, tn } from "../../lib/i18n";
import { icon } from "../../lib/icons";
import { LightElement } from "../../lib/light";

interface Link {
  id: number;
  address: string;
  by: string;
  ends_at: string | null;
  uses: number;
  most_uses: number | null;
}

const DAYS: readonly (number | null)[] = [1, 7, 30, null];
const USES: readonly (number | null)[] = [1, 10, 100, null];

/** Links into a room: make one, copy, delete. Shows nothing to who may not make any. */
export class RoomLinks extends LightElement {
  static override properties = { room: { type: Number } };

  declare room: number;
  private links: Link[] | null = null;
  private days: number | null = 7;
  private uses: number | null = null;
  private problem = "";

  constructor() {
    super();
    this.room = 0;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    void this.load();
  }

  private get base(): string {
    return `/api/chatrooms/${this.room}/links/`;
  }

  private async load(): Promise<void> {
    const answer = await request("GET", this.base).catch(() => null);
    this.links = Array.isArray(answer) ? answer.filter(isLink) : null;
    this.requestUpdate();
  }

  private async make(): Promise<void> {
    this.problem = "";
    try {
      const link = await request("POST", this.base, { days: this.days, uses: this.uses });
      if (isLink(link)) await this.copy(link);
    } catch (error) {
      this.problem = error instanceof HttpRefusal ? error.message : t("This did not work. Please try again.");
    }
    await this.load();
  }

  private async copy({ address }: Link): Promise<void> {
    const copied = await copyText(address);
    toast(copied ? t("The link is copied.") : address, copied ? "success" : "info");
  }

  private async revoke({ id }: Link): Promise<void> {
    await request("DELETE", `${this.base}${id}/`).catch(() => null);
    await this.load();
  }

  protected override render(): unknown {
    if (!this.links) return nothing;
    return html`<section class="links" aria-labelledby="links-title">
      <h3 id="links-title" class="people-part">${t("Invite by link")}</h3>
      <div class="links-new">
        ${this.choice(t("Ends after"), DAYS, this.days, daysText, (days) => {
          this.days = days;
        })}
        ${this.choice(t("For"), USES, this.uses, usesText, (uses) => {
          this.uses = uses;
        })}
        <button type="button" class="btn btn-tint btn-sm" @click=${() => void this.make()}>${icon("link", "icon-s")}${t("Create link")}</button>
      </div>
      <p class="room-dialog-problem" role="alert">${this.problem}</p>
      <ul class="rows links-list" aria-label=${t("Links to this room")}>${this.links.map((link) => this.row(link))}</ul>
    </section>`;
  }

  private choice(
    name: string,
    values: readonly (number | null)[],
    chosen: number | null,
    text: (value: number | null) => string,
    choose: (value: number | null) => void,
  ): TemplateResult {
    return html`<label>${name}<select class="select select-sm" @change=${(event: Event) => choose(values[(event.target as HTMLSelectElement).selectedIndex] ?? null)}>
      ${values.map((value) => html`<option ?selected=${value === chosen}>${text(value)}</option>`)}
    </select></label>`;
  }

  private row(link: Link): TemplateResult {
    const path = new URL(link.address).pathname;
    return html`<li class="row">
      <span class="row-text">
        <span class="row-title" dir="ltr" translate="no">${path}</span>
        <span class="row-sub">${aboutText(link)}</span>
      </span>
      <button type="button" class="room-icon" aria-label=${t("Copy link")} title=${t("Copy link")} @click=${() => void this.copy(link)}>${icon("copy")}</button>
      <button type="button" class="room-icon" aria-label=${t("Delete link")} title=${t("Delete link")} @click=${() => void this.revoke(link)}>${icon("trash-2")}</button>
    </li>`;
  }
}

function daysText(days: number | null): string {
  return days === null ? t("never") : tn("{n} day", "{n} days", days);
}

function usesText(uses: number | null): string {
  return uses === null ? t("everybody") : tn("{n} person", "{n} people", uses);
}

function aboutText({ ends_at: endsAt, uses, most_uses: most }: Link): string {
  const used = tn("used once", "used {n} times", uses);
  const left = most === null ? used : t("{used} of {most}", { used, most });
  if (!endsAt) return left;
  return `${left} · ${t("until {date}", { date: formatDate(new Date(endsAt), { dateStyle: "medium", timeStyle: "short" }) })}`;
}

function isLink(item: unknown): item is Link {
  return isRecord(item) && typeof item.id === "number" && typeof item.address === "string";
}

customElements.define("samovar-room-links", RoomLinks);
