import { type Choice, CompletionList, personChoice } from "../completion/list";
import { nameAt, type Query } from "../completion/name";
import { request } from "../lib/http";
import { t } from "../lib/i18n";
import { byLikelihood, type Found, foundIn } from "./found";
import { placeOf } from "./naming-place";

const DOOR = "/api/v1/people/";
const PAUSE = 180; // ms between the last key and the search
const OFFERED = 6;

/** Offers people behind `@`, over the page beside the field of a post or comment. */
class Naming extends CompletionList<Query> {
  protected readonly listId = "naming";
  /** Nobody is called so: longer names that begin so need no search. */
  private nobody: string | null = null;
  private readonly moved = (): void => this.place();

  constructor(protected readonly field: HTMLTextAreaElement | null = null) {
    super();
  }

  protected get around(): HTMLElement | null {
    return this.field;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("scroll", this.moved, { capture: true, passive: true });
    window.addEventListener("resize", this.moved);
    window.visualViewport?.addEventListener("resize", this.moved);
    if (this.field === document.activeElement) this.look();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.removeEventListener("scroll", this.moved, { capture: true });
    window.removeEventListener("resize", this.moved);
    window.visualViewport?.removeEventListener("resize", this.moved);
  }

  protected label(): string {
    return t("People to mention");
  }

  protected pause(): number {
    return PAUSE;
  }

  protected queryIn(text: string, cursor: number): Query | null {
    return nameAt(text, cursor);
  }

  protected async find({ text }: Query): Promise<readonly Choice[]> {
    if (!text) return (await ask("near=true")).slice(0, OFFERED).map(personChoice);
    if (this.nobody !== null && text.startsWith(this.nobody)) return [];
    const people = await ask(`q=${encodeURIComponent(text)}`);
    this.nobody = people.length === 0 ? text : null;
    return byLikelihood(people, text).slice(0, OFFERED).map(personChoice);
  }

  protected override updated(): void {
    const { shown } = this;
    if (shown) {
      // Over all that is on the page, whatever clips the card in which the field stands.
      shown.popover = "manual";
      if (!shown.matches(":popover-open")) shown.showPopover();
    }
    this.place();
    super.updated();
  }

  protected override look(): void {
    super.look();
    this.place();
  }

  private get shown(): HTMLElement | null {
    return this.querySelector<HTMLElement>("[role=listbox]");
  }

  /** Where the field is now, which grows and is scrolled. */
  private place(): void {
    const { shown, field } = this;
    if (!shown || !field) return;
    const { style } = shown;
    style.maxHeight = "";
    const seen = { width: document.documentElement.clientWidth, height: window.innerHeight };
    if (window.visualViewport) seen.height = window.visualViewport.height;
    const rightToLeft = getComputedStyle(field).direction === "rtl";
    const place = placeOf(field.getBoundingClientRect(), shown.offsetHeight, seen, rightToLeft);
    for (const [name, value] of Object.entries(place)) style.setProperty(name, `${value}px`);
  }
}

async function ask(query: string): Promise<Found[]> {
  return foundIn(await request("GET", `${DOOR}?${query}`));
}

customElements.define("samovar-naming", Naming);

/** From now on names are offered in this field. */
export function offerNames(field: HTMLTextAreaElement): void {
  field.form?.append(new Naming(field));
}
