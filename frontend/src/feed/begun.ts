import { csrfToken, type HttpRefusal, isRecord, refusalOf, request } from "../lib/http";
import { type DraftState, merged, parse, store, stored } from "../lib/kept-draft";

const DOOR = "/api/posts/draft/";
const PAUSE = 600; // ms without a key until the server is told

/** A picture that is with the server; `page` is where this page gets it. */
export interface BegunPicture {
  id: number;
  page: string;
  alt: string;
}

/** A post that was begun, as the server has it; the higher `rev` is the newer, 0: there is none. */
export interface BegunPost {
  text: string;
  audience: string;
  rev: number;
  pictures: BegunPicture[];
  /** The number of the room that shall be shared, or null. */
  room: number | null;
}

/** What the form shall show. What was chosen here and the server does not have is not in it, and stays. */
export interface ShownPost {
  text: string;
  audience?: string;
  room?: number | null;
  pictures: readonly BegunPicture[];
  /** What is described here is newer. */
  own: boolean;
}

/** What the form has, and how it takes what came from another device. */
export interface BegunForm {
  audience(): string;
  room(): number | null;
  pictures(): { id: number; alt: string }[];
  show(post: ShownPost): void;
}

/** Reads an answer of the server; null when it is none. */
export function begunOf(content: unknown): BegunPost | null {
  if (!isRecord(content) || !Array.isArray(content.pictures)) return null;
  const { text, audience, rev } = content;
  if (typeof text !== "string" || typeof audience !== "string" || typeof rev !== "number") return null;
  const room = isRecord(content.room) && typeof content.room.id === "number" ? content.room.id : null;
  return { text, audience, rev, room, pictures: content.pictures.flatMap((one) => pictureOf(one) ?? []) };
}

function pictureOf(content: unknown): BegunPicture | null {
  if (!isRecord(content)) return null;
  const { id, page, alt } = content;
  const whole = typeof id === "number" && typeof page === "string" && typeof alt === "string";
  return whole ? { id, page, alt } : null;
}

/**
 * The post that somebody began: in this browser at once, and with the server after a short pause. What is done goes
 * one after the other, so that what is newer never comes first. While one types here, one's own text is the newer.
 */
export class Begun {
  private state: DraftState;
  private readonly key: string;
  private waiting: ReturnType<typeof setTimeout> | null = null;
  private line: Promise<unknown> = Promise.resolve();
  private held = false;
  /** What the server has, as far as this page was told; null before. */
  private known: string | null = null;
  private readonly chosen = new Set<"audience" | "room">();

  constructor(
    owner: string,
    private readonly form: BegunForm,
  ) {
    this.key = `samovar:draft:${owner}:post`;
    this.state = parse(stored(this.key));
  }

  /** The text, as far as this browser knows. */
  get text(): string {
    return this.state.body;
  }

  /** Who shall see it or which room shall be in it was chosen; goes with the next `write`. */
  choose(what: "audience" | "room"): void {
    this.chosen.add(what);
  }

  /** Something was typed, chosen or put into another order. */
  write(text: string, pause = PAUSE): void {
    this.keep({ ...this.state, body: text, dirty: true });
    if (this.waiting) clearTimeout(this.waiting);
    this.waiting = setTimeout(() => void this.push(), pause);
  }

  /** The server told of a state with this number; or it may have one that was told to nobody. */
  async told(rev: number | null): Promise<void> {
    await this.inLine(async () => {
      if (this.held || (rev !== null && rev <= this.state.rev)) return;
      const begun = begunOf(await request("GET", DOOR));
      if (begun && !this.held) this.take(begun);
    });
    await this.push();
  }

  /** Brings a picture; `sent` is told how much of it has gone, from 0 to 1. Null without a connection. */
  async add(file: File, sent: (share: number) => void): Promise<BegunPicture | HttpRefusal | null> {
    return this.inLine(() => send(file, sent));
  }

  async remove(id: number): Promise<void> {
    await this.inLine(() => request("DELETE", `${DOOR}pictures/${id}/`));
  }

  /** Nothing goes out any more until `posted` or `release`; what is on its way arrives first. */
  async hold(): Promise<void> {
    this.held = true;
    this.stopWaiting();
    await this.line;
  }

  release(): void {
    this.held = false;
    void this.told(null);
  }

  /** It is shared; the server has forgotten it. */
  posted(): void {
    this.held = false;
    this.known = null;
    this.chosen.clear();
    this.stopWaiting();
    this.keep({ ...this.state, body: "", pushed: "", dirty: false });
  }

  async discard(): Promise<void> {
    this.posted();
    await this.inLine(() => request("DELETE", DOOR));
  }

  private async push(): Promise<void> {
    this.stopWaiting();
    if (this.held || !this.state.dirty) return;
    await this.inLine(() => this.send());
  }

  /** Only what is new from here: what another device wrote meanwhile is not written over. */
  private async send(): Promise<void> {
    if (this.held) return;
    const { known } = this;
    const chosen = [...this.chosen];
    const { body } = this.state;
    const pictures = this.form.pictures();
    const text = body === known ? {} : { text: body };
    const audience = chosen.includes("audience") ? { audience: this.form.audience() } : {};
    const room = chosen.includes("room") ? { room: this.form.room() } : {};
    this.chosen.clear();
    this.keep({ ...this.state, pushed: body });
    const told = { ...text, ...audience, ...room, pictures };
    const begun = begunOf(await request("PUT", DOOR, told).catch(() => null));
    if (!begun) {
      for (const what of chosen) this.chosen.add(what);
      return;
    }
    if (body !== known) this.known = body;
    const described = JSON.stringify(this.form.pictures()) !== JSON.stringify(pictures);
    const dirty = this.state.body !== body || this.chosen.size > 0 || described;
    // Where the text of another device came with the answer, it is asked for when it is told.
    this.keep({ ...this.state, rev: begun.text === body ? begun.rev : this.state.rev, dirty });
  }

  private take(begun: BegunPost): void {
    const own = this.state.dirty;
    this.known = begun.text;
    this.keep(merged(this.state, begun.text, begun.rev));
    this.form.show({
      text: this.state.body,
      ...(this.chosen.has("audience") || begun.rev === 0 ? {} : { audience: begun.audience }),
      ...(this.chosen.has("room") ? {} : { room: begun.room }),
      pictures: begun.pictures,
      own,
    });
  }

  private stopWaiting(): void {
    if (this.waiting) clearTimeout(this.waiting);
    this.waiting = null;
  }

  /** One at a time. Null where it did not succeed: what is dirty goes with what is typed next, or after a loss. */
  private async inLine<Answer>(act: () => Promise<Answer>): Promise<Answer | null> {
    const turn = this.line.then(act);
    this.line = turn.catch(() => null);
    try {
      return await turn;
    } catch {
      return null;
    }
  }

  private keep(state: DraftState): void {
    this.state = state;
    store(this.key, state.body || state.dirty ? state : null);
  }
}

/** By XMLHttpRequest, which tells how much has gone out. */
function send(file: File, sent: (share: number) => void): Promise<BegunPicture | HttpRefusal | null> {
  return new Promise((resolve, reject) => {
    const body = new FormData();
    body.set("picture", file);
    const asked = new XMLHttpRequest();
    asked.open("POST", `${DOOR}pictures/`);
    asked.setRequestHeader("accept", "application/json");
    asked.setRequestHeader("x-csrftoken", csrfToken());
    asked.responseType = "json";
    asked.upload.onprogress = ({ loaded, total }) => sent(total ? loaded / total : 0);
    asked.onerror = () => reject(new TypeError("no connection"));
    asked.onload = () => {
      const content: unknown = asked.response;
      resolve(asked.status === 201 ? pictureOf(content) : refusalOf(asked.status, content));
    };
    asked.send(body);
  });
}
