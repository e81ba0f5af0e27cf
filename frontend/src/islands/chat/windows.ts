import { html, type TemplateResult } from "lit";
import type { FollowedThread, MessageView, Person } from "../../generated/wire";
import { face } from "../../lib/face";
import { t, tn } from "../../lib/i18n";
import { dayInFull, fullTime } from "../../lib/time";
import { gateway } from "../../realtime/client";
import { ChatDialog } from "./chat-dialog";
import type { ChatParts } from "./desk";
import { plainOf } from "./markup/plain";
import { told } from "./message-actions";
import type { Talk } from "./talk";

function windowOf({ host }: Talk): ChatDialog | null {
  const found = host.querySelector("samovar-chat-dialog");
  return found instanceof ChatDialog ? found : null;
}

/** Shows what is pinned; choosing one leads to it. */
export async function showPins(talk: Talk): Promise<void> {
  const dialog = windowOf(talk);
  await dialog?.open(t("Pinned messages"), () => {
    const rows = talk.pins.messages.map((message) => lineView(message, () => leadTo(talk, message)));
    return rows.length > 0
      ? html`<ul class="chat-lines">${rows}</ul>`
      : html`<p class="hint">${t("Nothing is pinned.")}</p>`;
  });
}

/** Shows the threads the viewer follows; choosing one unfolds it. */
export async function showThreads({ talk, unfold }: ChatParts): Promise<void> {
  const dialog = windowOf(talk);
  await talk.threads.load();
  await dialog?.open(t("Threads"), () => {
    const rows = talk.threads.followed.map((thread) => {
      const open = (): void => {
        dialog.close();
        unfold(thread.root.n);
      };
      return lineView(thread.root, open, threadSub(thread));
    });
    if (rows.length > 0) return html`<ul class="chat-lines">${rows}</ul>`;
    return html`<p class="hint">${t("You follow no thread here. Answer in one, and it stands here.")}</p>`;
  });
}

function threadSub({ root, unread }: FollowedThread): TemplateResult {
  const count = root.replies?.count ?? 0;
  const words = tn("{n} answer", "{n} answers", count);
  const waiting = tn("{n} unread", "{n} unread", unread);
  return html`<span class="chat-line-sub">${words}${unread > 0 ? html`<span class="count count-brand">${waiting}</span>` : ""}</span>`;
}

function lineView(message: MessageView, act: () => void, below: unknown = ""): TemplateResult {
  return html`<li>
    <button type="button" class="chat-line-button" @click=${act}>
      <span class="chat-line-head"><bdi>${message.name}</bdi><time datetime=${message.at}>${fullTime(new Date(message.at))}</time></span>
      <span class="chat-line-body" dir="auto">${plainOf(message.body) || t("This message was deleted.")}</span>
      ${below}
    </button>
  </li>`;
}

function leadTo(talk: Talk, { n, thread, in_log }: MessageView): void {
  windowOf(talk)?.close();
  if (thread !== null && !in_log) talk.unfoldThread(thread);
  else void talk.jumpTo(n);
}

/** Shows who has read a message. */
export async function showReaders(talk: Talk, { n }: MessageView): Promise<void> {
  const answer = await told(gateway.request("message.readers", { room: talk.room, n }));
  if (!answer) return;
  await windowOf(talk)?.open(t("Read by"), () => peopleView(answer.people));
}

function peopleView(people: readonly Person[]): TemplateResult {
  if (people.length === 0) return html`<p class="hint">${t("Nobody has read it yet.")}</p>`;
  return html`<ul class="chat-people">
    ${people.map((person) => html`<li>${face(person.name, "face-s", person.avatar)}<bdi>${person.name}</bdi></li>`)}
  </ul>`;
}

/** Asks for a day and goes to its first message. */
export async function askDay(talk: Talk): Promise<void> {
  const dialog = windowOf(talk);
  const go = async (event: SubmitEvent): Promise<void> => {
    event.preventDefault();
    const form = event.currentTarget;
    const asked = form instanceof HTMLFormElement ? new FormData(form).get("day") : null;
    if (typeof asked !== "string" || !asked) return;
    dialog?.close();
    if (!(await talk.jumpToMoment(Math.max(0, midnight(asked).getTime())))) await talk.jumpToEnd();
  };
  let day = "";
  const choose = (event: Event): void => {
    if (event.target instanceof HTMLInputElement) day = event.target.value;
    dialog?.redraw();
  };
  const today = new Date();
  const latest = new Date(today.getTime() - today.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
  await dialog?.open(
    t("Jump to a date"),
    () => html`<form class="chat-day-form" @submit=${go}>
      <label><span>${t("Day")}</span><input class="input" type="date" name="day" max=${latest} min="2000-01-01" required autofocus @input=${choose} /></label>
      <button type="submit" class="btn btn-primary">${t("Jump")}</button>
      <output class="chat-day-said">${day && dayInFull(midnight(day))}</output>
    </form>`,
  );
}

/** Without a zone: where the viewer is. */
function midnight(day: string): Date {
  return new Date(`${day}T00:00:00`);
}

/** Asks where a message shall be sent on to. */
export async function askForward(talk: Talk, message: MessageView): Promise<void> {
  const dialog = windowOf(talk);
  await dialog?.open(
    t("Forward to"),
    () => html`<samovar-forward .message=${message} @forwarded=${() => dialog.close()}></samovar-forward>`,
  );
}
