import type { FileRef } from "../generated/wire";
import { Emitter } from "../lib/emitter";
import { type Announced, Bringing, type Doors } from "./bringing";

export const MOST = 10;
const AT_ONCE = 3;

/** A file that will be sent. `preview` is an address of a picture inside this page, or empty. */
export interface Item {
  bringing: Bringing;
  preview: string;
  alt: string;
}

/** A message that waits for its files. */
export interface Parcel {
  items: Item[];
  body: string;
  send(refs: FileRef[]): Promise<void>;
}

/** The files of one room's composer, and messages that wait for theirs. It outlives a change of page. */
export class Tray extends Emitter<{ changed: undefined }> {
  items: Item[] = [];
  parcels: Parcel[] = [];

  constructor(private readonly doors: Doors) {
    super();
  }

  /** Is anything here that would be lost with the page? */
  get busy(): boolean {
    return this.items.length + this.parcels.length > 0;
  }

  /** Takes a file in and begins to bring it. */
  add(file: Blob, announced: Announced, preview = ""): Item {
    const bringing = new Bringing(file, announced, this.doors, () => this.tell());
    const item = { bringing, preview, alt: "" };
    this.items = [...this.items, item];
    this.next();
    this.tell();
    return item;
  }

  /** The writer does not want this one. */
  remove(item: Item): void {
    item.bringing.stop();
    this.items = this.items.filter((other) => other !== item);
    for (const parcel of this.parcels) parcel.items = parcel.items.filter((other) => other !== item);
    this.parcels = this.parcels.filter((parcel) => parcel.items.length > 0 || parcel.body);
    forget(item);
    this.settle();
  }

  /** One that failed is tried once more. */
  again(item: Item): void {
    item.bringing.state = "waiting";
    this.next();
    this.tell();
  }

  /** Makes a message of what is here; it is sent when all its files have come. */
  pack(body: string, send: Parcel["send"], items = this.items): void {
    this.items = this.items.filter((item) => !items.includes(item));
    this.parcels = [...this.parcels, { items: [...items], body, send }];
    this.settle();
  }

  /** The writer takes a message back that waits for its files. */
  unpack(parcel: Parcel): void {
    this.parcels = this.parcels.filter((other) => other !== parcel);
    for (const item of parcel.items) {
      item.bringing.stop();
      forget(item);
    }
    this.tell();
  }

  private next(): void {
    const all = [...this.parcels.flatMap((parcel) => parcel.items), ...this.items];
    const running = all.filter(({ bringing }) => bringing.state === "coming" || bringing.state === "cut");
    const waiting = all.filter(({ bringing }) => bringing.state === "waiting");
    for (const { bringing } of waiting.slice(0, Math.max(0, AT_ONCE - running.length))) {
      void bringing.run().then(() => this.settle());
    }
  }

  /** Sends what has all its files, in the order of writing. */
  private settle(): void {
    for (const parcel of [...this.parcels]) {
      if (!parcel.items.every(({ bringing }) => bringing.state === "ready")) continue;
      this.parcels = this.parcels.filter((other) => other !== parcel);
      const refs = parcel.items.map(({ bringing, alt }) => ({ id: bringing.id, alt }));
      void parcel.send(refs).finally(() => parcel.items.forEach(forget));
    }
    this.next();
    this.tell();
  }

  private tell(): void {
    this.emit("changed", undefined);
  }
}

function forget(item: Item): void {
  if (item.preview) URL.revokeObjectURL(item.preview);
}
