import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { t } from "../../lib/i18n";
import { type ChatParts, rowTools } from "./desk";
import type { Entry } from "./log";
import { empty, failed, skeleton } from "./parts-view";
import { walked } from "./row-keys";
import { rowView } from "./row-view";
import { rowsOf } from "./rows";
import type { Talk } from "./talk";

/** The log of a chat, with as many rows as are worth having in the page. */
export function logView(parts: ChatParts): TemplateResult {
  const { talk, pointing } = parts;
  return html`<div class="chat-log" role="log" aria-label=${t("Messages")} aria-busy=${talk.history.busy ? "true" : "false"}
    tabindex="0" @scroll=${() => talk.scroller.scrolled(talk.log.entries.length)}
    @keydown=${(event: KeyboardEvent) => pressed(event, parts)}>
    <div class="chat-rows" @pointerleave=${(event: PointerEvent) => pointing.point(null, event)}
      @click=${(event: Event) => pointing.clicked(event)}
      @contextmenu=${(event: MouseEvent) => pointing.asked(event)}>${content(parts)}</div>
  </div>`;
}

/** Escape folds what is unfolded; from a message it leads back to the field. */
function pressed(event: KeyboardEvent, { pointing, writing }: ChatParts): void {
  if (walked(event, pointing) || event.key !== "Escape" || event.defaultPrevented) return;
  if (pointing.unfolded) pointing.unfold(null);
  else writing.focusField();
}

function content(parts: ChatParts): unknown {
  const { history, log, scroller, reader, session, me, direct } = parts.talk;
  if (history.state === "failed") return failed(() => parts.talk.loaded());
  if (history.state !== "ready") return skeleton();
  const { entries, pending } = log;
  if (entries.length + pending.length === 0) return empty(direct);
  const { span } = scroller;
  const unsent = span.end >= entries.length && !log.newer ? pending.filter(({ inLog }) => inLog) : [];
  const begin = beginsHere(parts.talk) ? reader.reads.begin : null;
  const rows = rowsOf(shown(parts.talk), unsent, me, begin);
  const now = new Date();
  const name = session.me?.name ?? "";
  const tools = rowTools(parts);
  return html`${history.busy ? html`<p class="chat-older">${t("Loading older messages…")}</p>` : nothing}
  ${repeat(
    rows,
    (row) => row.key,
    (row) => rowView(row, now, name, tools),
  )}`;
}

/** Does what is new begin in the part of the log that is in the page, and not before it? */
function beginsHere({ log, scroller, reader, me }: Talk): boolean {
  const { begin } = reader.reads;
  if (begin === null) return false;
  const { start } = scroller.span;
  const fresh = (entry: Entry | undefined): boolean =>
    entry?.kind === "message" && entry.message.n > begin && entry.message.sender !== me;
  return start === 0 ? !log.more || !fresh(log.entries[0]) : !log.entries.slice(0, start).some(fresh);
}

/** The entries in the page, as they read with what was done to them just now. */
function shown({ log, scroller, acts, me }: Talk): Entry[] {
  return log.entries
    .slice(scroller.span.start, scroller.span.end)
    .map((entry) =>
      entry.kind === "message" ? { ...entry, message: acts.applied(entry.message, me) } : entry,
    );
}
