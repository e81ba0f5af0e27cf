import { html, nothing, type TemplateResult } from "lit";
import type { Person } from "../../generated/wire";
import { face } from "../../lib/face";
import { t } from "../../lib/i18n";
import { icon } from "../../lib/icons";
import { type Option, optionsView } from "./options-view";

/** The people in the room: oneself first, then in the order they came. */
export function peopleView(
  people: readonly Person[],
  me: Person | null,
  inCall: ReadonlySet<number>,
  linked: boolean,
  options: (person: Person) => readonly Option[],
): TemplateResult {
  const sorted = [...people].sort((one, other) => Number(other.id === me?.id) - Number(one.id === me?.id));
  return html`<ul class="people" aria-label=${t("People in the room")}>
    ${sorted.map((person) => personView(person, person.id === me?.id, inCall.has(person.id), linked, options(person)))}
  </ul>`;
}

function personView(
  person: Person,
  me: boolean,
  calling: boolean,
  linked: boolean,
  options: readonly Option[],
): TemplateResult {
  const profile = linked && !me && person.username ? `/@${encodeURIComponent(person.username)}/` : null;
  const name = html`<bdi>${person.name}</bdi>`;
  return html`<li class="person">
    ${face(person.name, "", person.avatar)}
    <span class="row-text">
      <span class="row-title">${profile ? html`<a href=${profile}>${name}</a>` : name}
        ${me ? html`<span class="person-you">(${t("you")})</span>` : nothing}</span>
      <span class="row-sub"><bdi>${roleText(person)}</bdi></span>
    </span>
    ${calling ? html`<span class="pill pill-ok">${icon("phone", "icon-s")}${t("In the call")}</span>` : nothing}
    ${optionsView(person.id, person.name, options)}
  </li>`;
}

/** What somebody is in the room. */
export function roleText(person: Person): string {
  if (person.role === "owner") return t("Owner");
  if (person.role === "host") return t("Host");
  if (person.role === "guest") return t("Guest");
  return person.username ? `@${person.username}` : t("Member");
}
