import { html, type TemplateResult } from "lit";
import { trayOf } from "../../files/trays";
import type { FileRef, MessageView } from "../../generated/wire";
import { gateway } from "../../realtime/client";
import { AbsentNotice } from "./absent";
import { Composer, type Purpose } from "./composer";
import { Draft } from "./draft";
import type { ChatHost, Talk } from "./talk";

const LIMIT = 8000;

/** Where a field stands and where its text goes: into the log of a room, or under one of its messages. */
export interface WritingPlace {
  host: ChatHost;
  /** Names the draft. */
  place: number | string;
  send(body: string, replyTo?: number, files?: FileRef[]): Promise<void>;
  /** Leads to where it will stand, as soon as the writer has sent it: its files may take minutes. */
  reveal(): void;
  /** What Up lets one edit. */
  last(): MessageView | null;
}

/** The field of a room's log. */
export function inLog(talk: Talk): WritingPlace {
  const { room, host } = talk;
  return {
    host,
    place: room,
    send: (body, replyTo, files) => talk.send(body, replyTo, files),
    reveal: () => void talk.jumpToEnd(),
    last: () => (talk.kept && talk.session.me ? talk.log.lastOf(talk.me) : null),
  };
}

/** The field below the log: what it is for, what stands in it, and where its text goes. */
export class Writing {
  private draft: Draft | null = null;
  private purpose: Purpose | null = null;
  private readonly absent: AbsentNotice;

  constructor(
    private readonly talk: Talk,
    private readonly where: WritingPlace,
  ) {
    this.absent = new AbsentNotice(talk.room, () => where.host.requestUpdate());
  }

  /** Is the field for an answer or an edit just now? */
  get busy(): boolean {
    return this.purpose !== null;
  }

  /** What the field is for from now on; to edit begins with what the message says. */
  aim(purpose: Purpose | null): void {
    const before = this.purpose;
    this.purpose = purpose;
    this.where.host.requestUpdate();
    const { composer } = this;
    if (!composer) return;
    if (purpose?.what === "edit") composer.write(purpose.body);
    else if (before?.what === "edit") composer.write(this.draft?.read() ?? "");
    else composer.focusField();
  }

  /** Puts the cursor into the field, if there is one by now. */
  focusField(): void {
    if (this.composer?.hasUpdated) this.composer.focusField();
  }

  /** The field, as soon as it is known whose draft stands in it. */
  view(limit: number): TemplateResult {
    if (this.talk.session.room && gateway.me) this.draft ??= this.begin(gateway.me);
    if (!this.draft) return html`<div class="composer skeleton-composer"></div>`;
    return html`${this.absent.view()}<samovar-composer .limit=${limit || LIMIT} .draft=${this.draft.read()} .talk=${this.talk} .where=${this.where} .closed=${this.talk.closed}
      .purpose=${this.purpose} @composer-send=${(event: CustomEvent<string>) => this.send(event.detail)}
      @composer-input=${(event: CustomEvent<string>) => this.written(event.detail)}
      @composer-cancel=${() => this.aim(null)} @composer-last=${() => this.editLast()}></samovar-composer>`;
  }

  /** The chat is gone from the page. */
  stop(): void {
    this.draft?.stop();
  }

  private begin(owner: string): Draft {
    return new Draft(owner, this.where.place, this.talk.kept, (text) => {
      if (this.purpose?.what !== "edit") this.composer?.replace(text);
    });
  }

  private async send(text: string): Promise<void> {
    const { purpose, talk } = this;
    this.aim(null);
    if (purpose?.what === "edit") {
      await talk.actions.edit(purpose.n, text);
      return;
    }
    this.draft?.write("");
    void this.absent.look(text);
    this.where.reveal();
    const tray = trayOf(talk.room, this.where.place);
    if (tray.items.length === 0) await this.where.send(text, purpose?.n);
    else tray.pack(text, (files) => this.where.send(text, purpose?.n, files));
  }

  private written(text: string): void {
    if (this.purpose?.what !== "edit") this.draft?.write(text);
    if (text) this.talk.typing.tell();
  }

  private editLast(): void {
    const last = this.where.last();
    if (last && !last.poll) this.aim({ what: "edit", ...last });
  }

  private get composer(): Composer | null {
    const found = this.where.host.querySelector("samovar-composer");
    return found instanceof Composer ? found : null;
  }
}
