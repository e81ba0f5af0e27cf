import { html, type TemplateResult } from "lit";
import { replaceRange } from "../../../completion/insert";
import { type Choice, CompletionList, personChoice } from "../../../completion/list";
import { t } from "../../../lib/i18n";
import { icon } from "../../../lib/icons";
import { gateway } from "../../../realtime/client";
import type { Composer } from "../composer";
import { chose, search, signs, tone, toned } from "../emoji/signs";
import { codeAt, type Query, queryAt } from "./query";

const PAUSE = 90; // ms between the last key and the question to the server
const OFFERED = 8;

/** Offers people behind `@` and emoji behind `:`, above the field; a part of `<samovar-composer>`. */
export class Completion extends CompletionList<Query> {
  composer: Composer | null = null;
  protected readonly listId = "completion";

  protected get field(): HTMLTextAreaElement | null {
    return this.composer?.hasUpdated ? this.composer.field : null;
  }

  protected get around(): HTMLElement | null {
    return this.closest<HTMLElement>("samovar-composer");
  }

  protected label({ what }: Query): string {
    return what === "name" ? t("People in this room") : t("Emoji");
  }

  protected pause({ what }: Query): number {
    return what === "name" ? PAUSE : 0;
  }

  protected queryIn(text: string, cursor: number): Query | null {
    return queryAt(text, cursor);
  }

  protected find({ what, text }: Query): Promise<readonly Choice[]> {
    return what === "name" ? this.people(text) : emoji(text);
  }

  protected override look(): void {
    if (this.field) replaceCode(this.field);
    super.look();
  }

  private async people(text: string): Promise<Choice[]> {
    const room = this.composer?.talk?.room;
    if (!room) return [];
    const { people, everybody } = await gateway.request("message.mentionable", { room, text });
    const all: Choice[] = everybody ? [everybodyChoice()] : [];
    return [...people.map(personChoice), ...all];
  }
}

/** `:smile:` becomes its emoji as soon as it is complete. */
function replaceCode(field: HTMLTextAreaElement): void {
  const found = codeAt(field.value, field.selectionStart);
  if (!found) return;
  const { value, selectionStart: cursor } = field;
  void signs().then((all) => {
    const sign = all.find(({ codes }) => codes.includes(found.code));
    if (sign && field.value === value) replaceRange(field, found.start, cursor, toned(sign, tone()));
  });
}

function everybodyChoice(): Choice {
  return {
    text: "@all ",
    view: html`<span class="completion-icon">${icon("users", "icon-s")}</span>
      <span class="completion-name">${t("Everybody in the room")}</span><bdi class="completion-more" dir="ltr">@all</bdi>`,
  };
}

async function emoji(text: string): Promise<Choice[]> {
  const chosen = tone();
  return search(await signs(), text, OFFERED).map((sign) => {
    const shown = toned(sign, chosen);
    return {
      text: `${shown} `,
      chosen: () => chose(shown),
      view: html`<span class="completion-icon">${shown}</span><span class="completion-name">${sign.name}</span>`,
    };
  });
}

customElements.define("samovar-completion", Completion);

/** The list above the field. */
export function completion(composer: Composer): TemplateResult {
  return html`<samovar-completion .composer=${composer}></samovar-completion>`;
}
