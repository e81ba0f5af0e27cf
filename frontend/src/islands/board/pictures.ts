import { csrfToken, HttpRefusal, isRecord, refusalOf } from "../../lib/http";
import type { PictureStore } from "./picture-store";
import { reach } from "./reason";

/** The bytes of a picture, as the editor wants them. */
export interface FileLike {
  id: string;
  mimeType: string;
  dataURL: string;
  created: number;
}

interface Shown {
  type: string;
  fileId?: string | null;
  isDeleted: boolean;
}

/** What becomes of pictures. */
export interface PictureDoings {
  /** These came; the editor may show them. */
  came(files: FileLike[]): void;
  /** This one is on the server now. */
  brought(): void;
  /** The server will never take this one. */
  failed(fileId: string, error: Error): void;
}

/** Refused for a reason that may pass: no pen just now, too much at once, a server that is away. */
const PASSING = new Set([401, 403, 408, 425, 429]);

/** The pictures of a board: brings the own ones to the server, and the others' from there. */
export class Pictures {
  private readonly there = new Set<string>();
  private readonly asked = new Set<string>();
  private readonly waiting = new Map<string, Blob>();
  private readonly underway = new Set<string>();

  constructor(
    private readonly board: number,
    private readonly doings: PictureDoings,
    private readonly store: PictureStore,
  ) {}

  /** May others be told of the element? Its picture goes first. */
  isThere(element: Shown): boolean {
    return element.type !== "image" || this.there.has(element.fileId ?? "");
  }

  /** Shows and brings what waits since before, perhaps from a tab that is closed by now. */
  async open(): Promise<void> {
    for (const [id, bytes] of await this.store.all().catch(() => [])) {
      if (this.there.has(id) || this.waiting.has(id)) continue;
      this.asked.add(id);
      this.waiting.set(id, bytes);
      this.doings.came([await fileOf(id, bytes)]);
    }
    await this.again();
  }

  /** Brings a picture that was chosen here; without a connection it waits. */
  async bring(id: string, bytes: Blob): Promise<void> {
    if (this.asked.has(id)) return;
    this.asked.add(id);
    this.waiting.set(id, bytes);
    await this.store.keep(id, bytes).catch(() => undefined);
    await this.deliver(id, bytes);
  }

  /** Tries once more what waits. */
  async again(): Promise<void> {
    for (const [id, bytes] of [...this.waiting]) await this.deliver(id, bytes);
  }

  /** Brings a picture that the editor does not have; it is shown like one of somebody else. Rejects. */
  async put(id: string, bytes: Blob): Promise<void> {
    await send(this.board, id, bytes);
  }

  /** Does its picture wait here for the way to the server? */
  waits(element: Shown): boolean {
    return element.type === "image" && this.waiting.has(element.fileId ?? "");
  }

  /** Brings a picture of a drawing; without a connection it waits. Rejects when it is refused. */
  async take(id: string, bytes: Blob): Promise<void> {
    if (this.there.has(id)) return;
    const refusal = await this.attempt(id, bytes);
    if (refusal instanceof HttpRefusal) throw refusal;
    this.asked.add(id);
    if (refusal === null) {
      this.there.add(id);
      return;
    }
    this.waiting.set(id, bytes);
    await this.store.keep(id, bytes).catch(() => undefined);
  }

  /** Gets what these elements show. */
  async show(elements: readonly Shown[]): Promise<void> {
    const wanted = elements.flatMap(({ type, fileId, isDeleted }) =>
      type === "image" && fileId && !isDeleted && !this.asked.has(fileId) ? [fileId] : [],
    );
    await Promise.all([...new Set(wanted)].map((id) => this.fetch(id)));
  }

  /** A picture as it is on the server; null when it is not there. */
  async file(id: string): Promise<FileLike | null> {
    const answer = await fetch(`/boards/${this.board}/pictures/${id}/`).catch(() => null);
    return answer?.ok ? fileOf(id, await answer.blob()) : null;
  }

  private async deliver(id: string, bytes: Blob): Promise<void> {
    if (this.underway.has(id)) return;
    this.underway.add(id);
    const refusal = await this.attempt(id, bytes);
    this.underway.delete(id);
    if (refusal === "later") return;
    this.waiting.delete(id);
    await this.store.drop(id).catch(() => undefined);
    if (refusal) {
      this.asked.delete(id);
      this.doings.failed(id, refusal);
    } else {
      this.there.add(id);
      this.doings.brought();
    }
  }

  /** Says what the server has against it; null when it took it. */
  private async attempt(id: string, bytes: Blob): Promise<HttpRefusal | "later" | null> {
    try {
      await send(this.board, id, await drawn(bytes));
      return null;
    } catch (error) {
      if (!(error instanceof HttpRefusal) || error.status >= 500 || PASSING.has(error.status)) return "later";
      return error;
    }
  }

  private async fetch(id: string): Promise<void> {
    this.asked.add(id);
    const file = await this.file(id);
    if (!file) {
      if (!this.waiting.has(id)) this.asked.delete(id);
      return;
    }
    this.there.add(id);
    this.doings.came([file]);
  }
}

/** The bytes behind a `data:` address. */
export function bytesOf(dataURL: string): Blob {
  const [head = "", body = ""] = dataURL.split(",", 2);
  const type = /^data:([\w/+.-]+)/.exec(head)?.[1] ?? "";
  const text = head.endsWith(";base64") ? atob(body) : decodeURIComponent(body);
  return new Blob([Uint8Array.from(text, (letter) => letter.charCodeAt(0))], { type });
}

const KNOWN = new Set(["image/png", "image/jpeg", "image/webp", "image/gif"]);

/** What the server does not read, an SVG above all, as this browser draws it; as it is when it draws nothing. */
async function drawn(bytes: Blob): Promise<Blob> {
  if (KNOWN.has(bytes.type)) return bytes;
  const image = new Image();
  image.src = URL.createObjectURL(bytes);
  const decoded = await image.decode().then(
    () => true,
    () => false,
  );
  URL.revokeObjectURL(image.src);
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth;
  canvas.height = image.naturalHeight;
  if (!decoded || canvas.width === 0 || canvas.height === 0) return bytes;
  canvas.getContext("2d")?.drawImage(image, 0, 0);
  const picture = await new Promise<Blob | null>((resolve) => {
    canvas.toBlob(resolve, "image/png");
  });
  return picture ?? bytes;
}

async function fileOf(id: string, bytes: Blob): Promise<FileLike> {
  return { id, mimeType: bytes.type, dataURL: await asDataUrl(bytes), created: Date.now() };
}

async function send(board: number, id: string, bytes: Blob): Promise<void> {
  const body = new FormData();
  body.set("name", id);
  body.set("picture", bytes, "picture");
  const headers = { accept: "application/json", "x-csrftoken": csrfToken() };
  const answer = await reach(`/boards/${board}/pictures/`, { method: "POST", body, headers });
  if (answer.ok) return;
  const content: unknown = await answer.json().catch(() => null);
  throw refusalOf(answer.status, isRecord(content) ? content : {});
}

function asDataUrl(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}
