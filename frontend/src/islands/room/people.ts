import "./people.css";
import "./members";
import { html, nothing, type TemplateResult } from "lit";
import type { Person } from "../../generated/wire";
import { t } from "../../lib/i18n";
import { icon } from "../../lib/icons";
import { LightElement } from "../../lib/light";
import type { Counted } from "./members";
import type { Option } from "./options-view";
import { holds } from "./people-search";
import { peopleView } from "./people-view";

/** As many are seen at a glance. */
const FEW = 10;
const NONE: Counted = { text: "", count: 0, more: false };

/** The tab of people: who is here, who belongs to the room besides, and in a large one a field that finds them. */
export class RoomPeople extends LightElement {
  static override properties = {
    room: { type: Number },
    people: { attribute: false },
    me: { attribute: false },
    inCall: { attribute: false },
    linked: { type: Boolean },
    lasting: { type: Boolean },
    options: { attribute: false },
  };

  declare room: number;
  declare people: readonly Person[];
  declare me: Person | null;
  declare inCall: ReadonlySet<number>;
  /** Do names lead to profiles? */
  declare linked: boolean;
  /** Do people belong to the room who are not in it? */
  declare lasting: boolean;
  declare options: (person: Person) => readonly Option[];
  private text = "";
  /** Who is not here, of those who are looked for; and of all. */
  private others = NONE;
  private all = NONE;

  constructor() {
    super();
    this.room = 0;
    this.people = [];
    this.me = null;
    this.inCall = new Set();
    this.linked = false;
    this.lasting = false;
    this.options = () => [];
  }

  protected override render(): TemplateResult {
    const found = this.people.filter((person) => holds(person, this.text));
    return html`${this.large ? this.field() : nothing}
      ${found.length > 0 ? peopleView(found, this.me, this.inCall, this.linked, this.options) : nothing}
      <p class="people-none" aria-live="polite">${this.nobody(found.length) ? t("Nobody was found.") : nothing}</p>
      ${this.lasting ? this.members() : nothing}`;
  }

  private members(): TemplateResult {
    const present = new Set(this.people.map((person) => person.id));
    return html`<samovar-room-members room=${this.room} .me=${this.me} .present=${present} .text=${this.text}
      @members-counted=${this.counted}></samovar-room-members>`;
  }

  private field(): TemplateResult {
    return html`<label class="search people-search">
      <span class="sr-only">${t("Find somebody here")}</span>${icon("search")}
      <input class="input" type="search" maxlength="100" autocomplete="off" placeholder=${t("Name or username")}
        .value=${this.text} @input=${this.typed} @keydown=${this.pressed} />
    </label>`;
  }

  private get large(): boolean {
    return this.text !== "" || this.all.more || this.people.length + this.all.count > FEW;
  }

  /** Also those who are not here were looked through by now. */
  private nobody(found: number): boolean {
    if (this.text.trim() === "" || found > 0) return false;
    return !this.lasting || (this.others.text === this.text && this.others.count === 0);
  }

  private find(text: string): void {
    this.text = text;
    this.requestUpdate();
  }

  private readonly typed = ({ currentTarget }: Event): void => {
    if (currentTarget instanceof HTMLInputElement) this.find(currentTarget.value);
  };

  private readonly pressed = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || this.text === "") return;
    event.preventDefault();
    event.stopPropagation();
    this.find("");
  };

  private readonly counted = ({ detail }: CustomEvent<Counted>): void => {
    this.others = detail;
    if (detail.text === "") this.all = detail;
    this.requestUpdate();
  };
}

customElements.define("samovar-room-people", RoomPeople);
