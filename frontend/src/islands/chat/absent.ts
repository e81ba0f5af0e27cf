import { html, nothing, type TemplateResult } from "lit";
import { toast } from "../../enhance/toasts";
import type { AbsentAnswer, AbsentPerson } from "../../generated/wire";
import { request } from "../../lib/http";
import { t } from "../../lib/i18n";
import { icon } from "../../lib/icons";
import { NAME, named } from "../../lib/named";
import { gateway } from "../../realtime/client";

/** Tells the writer whom a message named in vain, since they do not belong to the room. */
export class AbsentNotice {
  private found: AbsentAnswer = { people: [], may_invite: false };

  constructor(
    private readonly room: number,
    private readonly redraw: () => void,
  ) {}

  /** A text is on its way: whom does it name who is not told? */
  async look(text: string): Promise<void> {
    if (!text.includes("@")) return;
    // Without an answer there is nothing to say; the message goes its way.
    const found = await gateway.request("message.absent", { room: this.room, text }).catch(() => null);
    if (!found || found.people.length === 0) return;
    this.found = found;
    this.redraw();
  }

  view(): TemplateResult | typeof nothing {
    const { people, may_invite } = this.found;
    if (people.length === 0) return nothing;
    return html`<div class="absent-notice" role="status">
      <ul>
        ${people.map(
          (person) => html`<li>
            <span>${named(t("{name} is not in this room and was not told.", { name: NAME }), person.name)}</span>
            ${
              may_invite
                ? html`<button type="button" class="btn btn-tint btn-sm" @click=${() => void this.invite(person)}>${t("Invite")}</button>`
                : nothing
            }
          </li>`,
        )}
      </ul>
      <button type="button" class="chat-tool" aria-label=${t("Dismiss")} title=${t("Dismiss")} @click=${() => this.keep([])}>
        ${icon("x", "icon-s")}
      </button>
    </div>`;
  }

  private async invite(person: AbsentPerson): Promise<void> {
    const { username, name } = person;
    try {
      await request("POST", `/api/chatrooms/${this.room}/invitations/`, { username });
      toast(t("{name} is invited.", { name: `\u2068${name}\u2069` }), "success");
      this.keep(this.found.people.filter((one) => one !== person));
    } catch (error) {
      toast(error instanceof Error ? error.message : "", "error");
    }
  }

  private keep(people: AbsentPerson[]): void {
    this.found = { ...this.found, people };
    this.redraw();
  }
}
