import "./encryption";
import "./links";
import { html, nothing, type TemplateResult } from "lit";
import { toast } from "../../enhance/toasts";
import type { RoomView } from "../../generated/wire";
import { HttpRefusal, request } from "../../lib/http";
import { t } from "../../lib/i18n";
import { icon } from "../../lib/icons";
import { LightElement } from "../../lib/light";
import { visit } from "../../shell/navigation";

/** A modal of the room: a heading, a form, an error sentence. `open(room)` shows it. */
abstract class RoomDialog extends LightElement {
  protected room: RoomView | null = null;
  protected problem = "";
  protected busy = false;

  protected abstract content(room: RoomView): TemplateResult;
  protected abstract heading(room: RoomView): string;

  /** Shows the dialog for this room. */
  async open(room: RoomView): Promise<void> {
    this.room = room;
    this.problem = "";
    this.opening();
    this.requestUpdate();
    await this.updateComplete;
    this.dialog?.showModal();
  }

  /** What is made ready before the dialog shows. */
  protected opening(): void {}

  protected close(): void {
    this.dialog?.close();
  }

  protected override render(): unknown {
    const { room } = this;
    if (!room) return nothing;
    return html`<dialog class="card-dialog" aria-labelledby="${this.localName}-title" @close=${() => this.closed()}>
      <div class="card-dialog-head">
        <h2 id="${this.localName}-title">${this.heading(room)}</h2>
        <button type="button" class="room-icon" aria-label=${t("Close")} @click=${() => this.close()}>
          ${icon("x")}
        </button>
      </div>
      ${this.content(room)}
      <p class="room-dialog-problem" role="alert">${this.problem}</p>
    </dialog>`;
  }

  protected closed(): void {
    this.room = null;
    this.requestUpdate();
  }

  /** Runs a request; a refusal becomes the sentence in the dialog. True when it was done. */
  protected async attempt(task: () => Promise<unknown>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.problem = "";
    this.requestUpdate();
    try {
      await task();
      return true;
    } catch (error) {
      this.problem = sentenceOf(error);
      return false;
    } finally {
      this.busy = false;
      this.requestUpdate();
    }
  }

  private get dialog(): HTMLDialogElement | null {
    return this.querySelector("dialog");
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof HttpRefusal && error.message) return error.message;
  return t("This did not work. Please try again.");
}

/** Gives the room another name. */
export class RenameDialog extends RoomDialog {
  protected heading(): string {
    return t("Rename room");
  }

  protected content(room: RoomView): TemplateResult {
    return html`<form @submit=${(event: Event) => this.submit(event, room)}>
      <div class="field">
        <label for="rename-name">${t("Room name")}</label>
        <input class="input" id="rename-name" name="name" maxlength="100" required dir="auto" autocomplete="off"
          .value=${room.name} />
      </div>
      <div class="card-dialog-foot">
        <button type="button" class="btn btn-plain" @click=${() => this.close()}>${t("Cancel")}</button>
        <button class="btn btn-primary" ?disabled=${this.busy}>${t("Save")}</button>
      </div>
    </form>`;
  }

  private async submit(event: Event, room: RoomView): Promise<void> {
    event.preventDefault();
    const name = this.querySelector<HTMLInputElement>("#rename-name")?.value ?? "";
    const done = await this.attempt(() => request("PATCH", `/api/chatrooms/${room.id}/`, { name }));
    if (done) this.close();
  }
}

/** Ends the room for everybody, after a question. */
export class DeleteDialog extends RoomDialog {
  protected heading(): string {
    return t("Delete this room?");
  }

  protected content(room: RoomView): TemplateResult {
    return html`<p>${t("Everybody in it is led out, and nobody can come back to its messages.")}</p>
      <p class="room-dialog-name"><bdi>${room.name}</bdi></p>
      <div class="card-dialog-foot">
        <button type="button" class="btn btn-plain" @click=${() => this.close()}>${t("Cancel")}</button>
        <button type="button" class="btn btn-error" ?disabled=${this.busy} @click=${() => void this.destroy(room)}>
          ${t("Delete")}
        </button>
      </div>`;
  }

  private async destroy(room: RoomView): Promise<void> {
    if (!(await this.attempt(() => request("DELETE", `/api/chatrooms/${room.id}/`)))) return;
    this.close();
    visit("/rooms/");
  }
}

interface Found {
  username: string;
  name: string;
}

const PAUSE = 200;

/** Finds people and invites them. */
export class InviteDialog extends RoomDialog {
  private found: Found[] | null = null;
  private asked = "";
  private invited = new Set<string>();
  private timer: ReturnType<typeof setTimeout> | null = null;
  private turn = 0;

  protected heading(): string {
    return t("Invite people");
  }

  protected override opening(): void {
    this.found = null;
    this.invited = new Set();
    if (this.room) void this.search(this.room, "");
  }

  protected content(room: RoomView): TemplateResult {
    return html`<form @submit=${(event: Event) => event.preventDefault()}>
        <label class="search">
          ${icon("search")}
          <input class="input" type="search" aria-label=${t("Find a person")} autocomplete="off" dir="auto"
            placeholder=${t("Name or username")} @input=${(event: InputEvent) => this.typed(room, event)} />
        </label>
      </form>
      <div class="room-dialog-list" aria-live="polite">${this.results(room)}</div>
      <samovar-room-links room=${room.id}></samovar-room-links>
      <samovar-room-encryption room=${room.id}></samovar-room-encryption>`;
  }

  private results(room: RoomView): unknown {
    if (!this.found) return nothing;
    if (this.found.length === 0 && this.asked === "") return nothing;
    if (this.found.length === 0) return html`<p class="hint">${t("Nobody was found.")}</p>`;
    return html`<ul class="rows">
      ${this.found.map((person) => this.row(room, person))}
    </ul>`;
  }

  private row(room: RoomView, person: Found): TemplateResult {
    const done = this.invited.has(person.username);
    const label = t("Invite {name}", { name: person.name });
    return html`<li class="row">
      <span class="row-text">
        <bdi class="row-title">${person.name}</bdi><bdi class="row-sub">@${person.username}</bdi>
      </span>
      ${
        done
          ? html`<span class="pill pill-ok">${icon("check", "icon-s")}${t("Invited")}</span>`
          : html`<button type="button" class="btn btn-sm btn-tint" aria-label=${label}
              @click=${() => void this.invite(room, person)}>${t("Invite")}</button>`
      }
    </li>`;
  }

  private typed(room: RoomView, event: InputEvent): void {
    const text = (event.target as HTMLInputElement).value;
    if (this.timer) clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.search(room, text), PAUSE);
  }

  private async search(room: RoomView, text: string): Promise<void> {
    this.turn += 1;
    const turn = this.turn;
    const query = new URLSearchParams({ q: text });
    try {
      const answer = await request("GET", `/api/chatrooms/${room.id}/invitations/?${query}`);
      if (turn !== this.turn) return;
      this.found = Array.isArray(answer) ? answer.filter(isFound) : [];
      this.asked = text.trim();
    } catch (error) {
      if (turn === this.turn) this.problem = sentenceOf(error);
    }
    this.requestUpdate();
  }

  private async invite(room: RoomView, { username, name }: Found): Promise<void> {
    const done = await this.attempt(() =>
      request("POST", `/api/chatrooms/${room.id}/invitations/`, { username }),
    );
    if (!done) return;
    this.invited.add(username);
    toast(t("{name} is invited.", { name: `\u2068${name}\u2069` }), "success");
    this.requestUpdate();
  }
}

function isFound(item: unknown): item is Found {
  return typeof item === "object" && item !== null && "username" in item && "name" in item;
}

customElements.define("samovar-room-rename", RenameDialog);
customElements.define("samovar-room-delete", DeleteDialog);
customElements.define("samovar-room-invite", InviteDialog);
