import { html, nothing, type TemplateResult } from "lit";
import type { FoundPlace, SearchHit } from "../../generated/wire";
import { face } from "../../lib/face";
import { formatAgo, formatDate, formatNumber, t } from "../../lib/i18n";
import { icon } from "../../lib/icons";
import { NAME, named, OTHER } from "../../lib/named";
import type { Doing } from "./commands";
import type { Choice } from "./finder";

/** One line of the list. */
export function choiceView(choice: Choice, text: string): TemplateResult {
  switch (choice.kind) {
    case "place":
      return placeView(choice.place);
    case "doing":
      return doingView(choice.doing);
    case "hit":
      return hitView(choice.hit);
    case "messages":
      return html`<span class="search-sign">${icon("search")}</span>
        <span class="row-text"><span class="row-title">${named(t("All messages with “{text}”", { text: NAME }), text.trim())}</span></span>`;
    case "more":
      return html`<span class="search-more">${t("More")}</span>`;
  }
}

function placeView(place: FoundPlace): TemplateResult {
  return html`${place.kind === "person" ? face(place.name, "face-s", place.avatar) : html`<span class="search-sign">${icon("hash")}</span>`}
    <span class="row-text">
      <bdi class="row-title">${place.name}</bdi><bdi class="row-sub">${place.about}</bdi>
    </span>
    ${place.unread > 0 ? html`<span class="count count-brand">${formatNumber(place.unread)}</span>` : nothing}`;
}

function doingView(doing: Doing): TemplateResult {
  return html`<span class="search-sign">${icon(doing.icon)}</span>
    <span class="row-text"><span class="row-title">${doing.name}</span></span>`;
}

function hitView(hit: SearchHit): TemplateResult {
  const at = new Date(hit.at);
  const whole = formatDate(at, { dateStyle: "long", timeStyle: "short" });
  return html`${face(hit.name, "face-s", hit.avatar)}
    <span class="row-text">
      <span class="search-from">
        <bdi class="search-name">${hit.name}</bdi>
        <span class="search-where">${whereText(hit)}</span>
        <time datetime=${hit.at} title=${whole}>${formatAgo(at)}</time>
      </span>
      <span class="search-snippet" dir="auto">${hit.snippet.map((part) => (part.hit ? html`<mark>${part.text}</mark>` : part.text))}</span>
    </span>`;
}

function whereText({ room_name: room, to_name: name }: SearchHit): unknown {
  if (name === null) return html`<bdi>${room}</bdi>`;
  return named(t("{room} · to {name} alone", { room: NAME, name: OTHER }), room, name);
}

/** How each group of the list is called. */
export function groupName(kind: Choice["kind"]): string {
  if (kind === "place") return t("People and rooms");
  return kind === "doing" ? t("Go to") : t("Messages");
}
