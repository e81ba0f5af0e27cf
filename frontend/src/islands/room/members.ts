import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { toast } from "../../enhance/toasts";
import type { Person } from "../../generated/wire";
import { face } from "../../lib/face";
import { isRecord, request } from "../../lib/http";
import { t } from "../../lib/i18n";
import { LightElement } from "../../lib/light";
import { gateway } from "../../realtime/client";
import { visit } from "../../shell/navigation";
import { rules } from "./host-options";
import { type Option, optionsView } from "./options-view";
import { roleText } from "./people-view";

type Member = Person & { online: boolean; away: boolean };

/** How many are listed who are not here, of those whose names hold `text`; `more`: a first page is not all. */
export interface Counted {
  text: string;
  count: number;
  more: boolean;
}

const PAUSE = 200; // ms; who types on has not asked yet

/**
 * Those who belong to a group room and are not in it now; who was banned, for hosts; leaving for good.
 * With a `text` only whose names hold it. Tells "members-counted".
 */
export class RoomMembers extends LightElement {
  static override properties = {
    room: { type: Number },
    present: { attribute: false },
    me: { attribute: false },
    text: { attribute: false },
  };

  declare room: number;
  declare present: ReadonlySet<number>;
  declare me: Person | null;
  declare text: string;
  private members: Member[] = [];
  private banned: Member[] = [];
  private following: string | null = null;
  private busy = false;
  private turn = 0;
  private pause: ReturnType<typeof setTimeout> | null = null;
  private stops: (() => void)[] = [];

  constructor() {
    super();
    this.room = 0;
    this.present = new Set();
    this.me = null;
    this.text = "";
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const again = (): void => void this.load();
    const stream = `r:${this.room}`;
    this.stops = [
      gateway.onStream(stream, "rooms.member_changed", again),
      gateway.onStream(stream, "rooms.member_removed", ({ participant }) => {
        if (participant !== this.me?.id) again();
      }),
      gateway.onStream(stream, "rooms.person_joined", again),
    ];
    again();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.stops) stop();
    if (this.pause) clearTimeout(this.pause);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.get("text") === undefined) return;
    if (this.pause) clearTimeout(this.pause);
    this.pause = setTimeout(() => void this.load(), this.text ? PAUSE : 0);
  }

  private async load(): Promise<void> {
    const { text } = this;
    this.turn += 1;
    const turn = this.turn;
    const query = new URLSearchParams({ q: text });
    const answer = await request("GET", `/api/chatrooms/${this.room}/members/search/?${query}`).catch(
      () => null,
    );
    if (turn !== this.turn || !isPage(answer)) return;
    this.members = answer.results;
    this.following = answer.next;
    const detail: Counted = { text, count: this.away.length, more: this.following !== null };
    this.dispatchEvent(new CustomEvent("members-counted", { detail }));
    if (!text && (this.me?.role === "owner" || this.me?.role === "host")) {
      const banned = await request("GET", `/api/chatrooms/${this.room}/bans/`).catch(() => null);
      this.banned = Array.isArray(banned) ? banned.filter(isMember) : [];
    }
    this.requestUpdate();
  }

  private get away(): Member[] {
    return this.members.filter((member) => !this.present.has(member.id));
  }

  private async more(): Promise<void> {
    if (!this.following || this.busy) return;
    const { turn } = this;
    this.busy = true;
    const { pathname, search } = new URL(this.following);
    const answer = await request("GET", pathname + search).catch(() => null);
    this.busy = false;
    if (turn !== this.turn || !isPage(answer)) return;
    this.members = [...this.members, ...answer.results];
    this.following = answer.next;
    this.requestUpdate();
  }

  private options(member: Member): Option[] {
    const { me, room } = this;
    if (!me || !rules(me, member)) return [];
    const options: Option[] = [];
    if (me.role === "owner") {
      const host = member.role === "host";
      options.push(
        {
          name: host ? t("Take back co-host") : t("Make co-host"),
          icon: "crown",
          act: () =>
            this.order(gateway.request("room.set_host", { room, participant: member.id, host: !host })),
        },
        {
          name: t("Make owner"),
          icon: "key-round",
          act: () => this.order(gateway.request("room.hand_over", { room, participant: member.id })),
        },
      );
    }
    for (const ban of [false, true]) {
      options.push({
        name: ban ? t("Ban") : t("Remove"),
        icon: ban ? "ban" : "user-x",
        danger: true,
        act: () => this.order(gateway.request("room.remove_person", { room, participant: member.id, ban })),
      });
    }
    return options;
  }

  private order(doing: Promise<unknown>): void {
    doing.then(
      () => void this.load(),
      (error: unknown) => toast(error instanceof Error ? error.message : "", "error"),
    );
  }

  private forgive(person: Member): void {
    this.order(request("DELETE", `/api/chatrooms/${this.room}/bans/${person.id}/`));
  }

  private quit(): void {
    request("DELETE", `/api/chatrooms/${this.room}/members/`).then(
      () => visit("/messages/"),
      (error: unknown) => toast(error instanceof Error ? error.message : "", "error"),
    );
  }

  protected override render(): TemplateResult {
    const { away } = this;
    return html`${
      away.length > 0
        ? html`<h3 class="people-part">${t("Members who are not here now")}</h3>
          <ul class="people" aria-label=${t("Members who are not here now")}>${away.map((member) => this.row(member))}</ul>`
        : nothing
    }
      ${this.following ? html`<button type="button" class="btn btn-plain btn-sm people-more" @click=${() => void this.more()}>${t("More")}</button>` : nothing}
      ${this.text.trim() ? nothing : html`${this.bannedView()} ${this.quitView()}`}`;
  }

  private bannedView(): TemplateResult | typeof nothing {
    if (this.banned.length === 0) return nothing;
    return html`<h3 class="people-part">${t("Banned")}</h3>
      <ul class="people" aria-label=${t("Banned")}>${this.banned.map((person) => this.bannedRow(person))}</ul>`;
  }

  private quitView(): TemplateResult | typeof nothing {
    if (!this.me || this.me.role === "owner" || this.me.role === "guest") return nothing;
    return html`<button type="button" class="btn btn-ghost btn-sm people-quit" popovertarget="quit-${this.room}">${t("Leave the group")}</button>
      <div id="quit-${this.room}" popover class="people-sure" role="dialog" aria-label=${t("Leave the group")}>
        <p>${t("You will not get its messages any more. To come back you have to be let in again.")}</p>
        <button type="button" class="btn btn-error btn-sm" @click=${() => this.quit()}>${t("Leave for good")}</button>
      </div>`;
  }

  private row(member: Member): TemplateResult {
    const name = html`<bdi>${member.name}</bdi>`;
    const profile = member.username ? `/@${encodeURIComponent(member.username)}/` : null;
    return html`<li class="person">
      <span class="face-stand">${face(member.name, "", member.avatar)}
        <span class="dot" data-presence=${member.user ?? 0} data-online=${member.online ? "true" : "false"} data-away=${member.away ? "true" : "false"}></span></span>
      <span class="row-text">
        <span class="row-title">${profile ? html`<a href=${profile}>${name}</a>` : name}</span>
        <span class="row-sub"><bdi>${roleText(member)}</bdi></span>
      </span>
      ${optionsView(member.id, member.name, this.options(member))}
    </li>`;
  }

  private bannedRow(person: Member): TemplateResult {
    return html`<li class="person">
      ${face(person.name, "", person.avatar)}
      <span class="row-text"><bdi class="row-title">${person.name}</bdi></span>
      <button type="button" class="btn btn-sm btn-tint" aria-label=${t("Let {name} come back", { name: person.name })}
        @click=${() => this.forgive(person)}>${t("Let come back")}</button>
    </li>`;
  }
}

function isMember(item: unknown): item is Member {
  return (
    isRecord(item) &&
    typeof item.id === "number" &&
    typeof item.name === "string" &&
    typeof item.role === "string"
  );
}

function isPage(answer: unknown): answer is { next: string | null; results: Member[] } {
  return isRecord(answer) && Array.isArray(answer.results) && answer.results.every(isMember);
}

customElements.define("samovar-room-members", RoomMembers);
