import htmx from "htmx.org";
import { render } from "lit";
import { toast } from "../enhance/toasts";
import { HttpRefusal } from "../lib/http";
import { t } from "../lib/i18n";
import { type AnyEvent, gateway } from "../realtime/client";
import { Begun, type BegunForm, type ShownPost } from "./begun";
import { addFiles, type Chosen, moveForward, withKept, without } from "./chosen";
import { previews } from "./previews";

/** A request of htmx that waits for a word. */
interface Asking {
  elt: Element;
  issueRequest(skipConfirmation: boolean): void;
}

interface Progress {
  lengthComputable: boolean;
  loaded: number;
  total: number;
}

/** The form of a post: previews of what was chosen, its order, and how far the upload is. */
export function enhanceComposers(page: ParentNode): void {
  for (const form of page.querySelectorAll<HTMLFormElement>("form[data-composer]:not([data-live])")) {
    form.dataset.live = "";
    new Composer(form).start();
    enhanceOrder(form);
  }
}

class Composer {
  private chosen: Chosen[] = [];
  private readonly begun: Begun | null;
  private bringing: Promise<unknown> = Promise.resolve();
  private sharing = false;
  private readonly removed = new Set<number>();
  private readonly addresses = new Map<File, string>();

  constructor(private readonly form: HTMLFormElement) {
    const owner = form.dataset.draft;
    this.begun = owner ? new Begun(owner, this.asForm()) : null;
  }

  start(): void {
    const { input } = this;
    input?.addEventListener("change", () => {
      this.add(input.files ?? []);
    });
    if (this.begun) this.keepBegun(this.begun);
    this.form.addEventListener("htmx:xhr:progress", (event) => {
      const { lengthComputable, loaded, total } = (event as CustomEvent<Progress>).detail;
      if (lengthComputable && this.input?.files?.length) this.showProgress(loaded / total);
    });
    this.form.addEventListener("htmx:afterRequest", (event) => {
      const { successful, elt } = (event as CustomEvent<{ successful: boolean; elt: Element }>).detail;
      if (elt === this.form) this.finish(successful);
    });
  }

  /** What was written, chosen and not posted is there again after a reload, and on every device. */
  private keepBegun(begun: Begun): void {
    const { field, form } = this;
    const mark = document.createElement("input");
    mark.type = "hidden";
    mark.name = "begun";
    mark.value = "1";
    form.append(mark);
    if (field && !field.value) field.value = begun.text;
    // Typed before this script was there: nobody told of it yet.
    else if (field && field.value !== begun.text) begun.write(field.value);
    field?.addEventListener("input", () => this.changed());
    form.addEventListener("change", ({ target }) => {
      if (!(target instanceof HTMLSelectElement)) return;
      if (target.name === "audience" || target.name === "room") begun.choose(target.name);
      this.changed(0);
    });
    form.querySelector("[data-discard]")?.addEventListener("click", () => this.discard(begun));
    form.addEventListener("htmx:confirm", (event) => {
      const { detail } = event as CustomEvent<Asking>;
      if (detail.elt !== form) return;
      event.preventDefault();
      // A second press of an impatient finger would share the emptied form.
      if (this.sharing) return;
      this.sharing = true;
      // Pictures on their way arrive first, and nothing that was typed comes after what is shared.
      const ready = Promise.allSettled([begun.hold(), this.bringing]);
      void ready.then(() => detail.issueRequest(true));
    });
    form.addEventListener("htmx:validation:halted", () => {
      this.sharing = false;
      begun.release();
    });
    this.listen(begun);
    this.offerDiscard();
  }

  /** As long as the form is on the page. */
  private listen(begun: Begun): void {
    const look = (event: Event): void => {
      if (!this.form.isConnected) window.removeEventListener("samovar:event", look);
      else if (rev(event) !== null) void begun.told(rev(event));
    };
    window.addEventListener("samovar:event", look);
    const stop = gateway.own.on("ready", () => {
      if (this.form.isConnected) void begun.told(null);
      else stop();
    });
    if (gateway.status === "open") void begun.told(null);
  }

  private asForm(): BegunForm {
    return {
      audience: () => this.select("audience")?.value ?? "everybody",
      room: () => Number(this.select("room")?.value) || null,
      pictures: () => this.chosen.flatMap(({ id, alt }) => (id === undefined ? [] : [{ id, alt }])),
      show: (post) => this.take(post),
    };
  }

  private select(name: "audience" | "room"): HTMLSelectElement | null {
    return this.form.querySelector(`select[name=${name}]`);
  }

  private take({ text, audience, room, pictures, own }: ShownPost): void {
    const select = this.select("audience");
    if (this.field && this.field.value !== text) this.field.value = text;
    if (select && audience) select.value = audience;
    if (room !== undefined) this.bringing = Promise.all([this.bringing, this.showRoom(room)]);
    const kept = pictures.filter(({ id }) => !this.removed.has(id));
    this.show(withKept(this.chosen, kept, own));
  }

  /** The rooms to choose from are asked for when one is wanted. */
  private async showRoom(room: number | null): Promise<void> {
    const wanted = room === null ? "" : String(room);
    const offered = [...(this.select("room")?.options ?? [])].some(({ value }) => value === wanted);
    const place = this.form.querySelector<HTMLElement>(".post-room");
    if (wanted && !offered && place) await htmx.ajax("get", `/posts/rooms/?room=${wanted}`, place);
    const select = this.select("room");
    if (select) select.value = wanted;
    this.offerDiscard();
  }

  private changed(pause?: number): void {
    this.begun?.write(this.field?.value ?? "", pause);
    this.offerDiscard();
  }

  private offerDiscard(): void {
    const button = this.form.querySelector<HTMLElement>("[data-discard]");
    const begun = this.field?.value || this.chosen.length > 0 || this.select("room")?.value;
    if (button) button.hidden = !begun;
  }

  private discard(begun: Begun): void {
    const text = this.field?.value ?? "";
    this.empty();
    void begun.discard();
    const again = (): void => {
      if (!this.field || this.field.value) return;
      this.field.value = text;
      this.changed();
    };
    toast(t("The draft is gone."), "info", text ? { name: t("Bring the text back"), act: again } : null);
    this.field?.focus();
  }

  private get field(): HTMLTextAreaElement | null {
    return this.form.querySelector("textarea[name=text]");
  }

  private get input(): HTMLInputElement | null {
    return this.form.querySelector("input[data-pictures]");
  }

  private add(files: Iterable<File>): void {
    const before = this.chosen.length;
    const { chosen, refused } = addFiles(this.chosen, files);
    if (refused === "big") toast(t("A picture may have at most 10 MB."), "error");
    if (refused === "many") toast(t("A post has at most ten pictures."), "error");
    this.show(chosen);
    const { begun, bringing } = this;
    if (begun) this.bringing = Promise.all([bringing, this.bring(begun, chosen.slice(before))]);
  }

  /** To the server, one after the other; without a connection they go when the post is shared. */
  private async bring(begun: Begun, added: readonly Chosen[]): Promise<void> {
    const bringing = added.map(async ({ file }, place) => {
      if (!file) return;
      const kept = await begun.add(file, (share) => this.showProgress((place + share) / added.length));
      if (kept instanceof HttpRefusal) {
        // Of many that were chosen at once it has to say which is left out.
        toast(`${file.name}: ${kept.message}`, "error");
        this.show(this.chosen.filter((one) => one.file !== file));
      } else if (kept) {
        const wanted = this.chosen.some((one) => one.file === file);
        if (!wanted) await begun.remove(kept.id);
        this.show(
          this.chosen.map((one) => (one.file === file ? { ...one, id: kept.id, page: kept.page } : one)),
        );
      }
    });
    await Promise.all(bringing);
    this.hideProgress();
    this.changed(0);
  }

  private show(chosen: Chosen[]): void {
    this.chosen = chosen;
    const transfer = new DataTransfer();
    for (const { file, id } of chosen) if (file && id === undefined) transfer.items.add(file);
    if (this.input) this.input.files = transfer.files;
    this.forgetAddresses();
    this.offerDiscard();
    const list = this.form.querySelector<HTMLElement>("[data-previews]");
    if (!list) return;
    list.hidden = chosen.length === 0;
    const actions = {
      describe: (place: number, alt: string) => {
        const one = this.chosen[place];
        if (one) one.alt = alt;
        this.changed();
      },
      forward: (place: number) => {
        this.show(moveForward(this.chosen, place));
        this.changed(0);
      },
      remove: (place: number) => {
        const id = this.chosen[place]?.id;
        this.show(without(this.chosen, place));
        if (id === undefined) return;
        this.removed.add(id);
        void this.begun?.remove(id);
      },
    };
    render(
      previews(chosen, (one) => this.addressOf(one), actions),
      list,
    );
  }

  private addressOf({ file, page }: Chosen): string {
    if (!file) return page ?? "";
    const known = this.addresses.get(file) ?? URL.createObjectURL(file);
    this.addresses.set(file, known);
    return known;
  }

  private forgetAddresses(): void {
    const kept = new Set(this.chosen.map(({ file }) => file));
    for (const [file, address] of this.addresses) {
      if (kept.has(file)) continue;
      URL.revokeObjectURL(address);
      this.addresses.delete(file);
    }
  }

  private showProgress(share: number): void {
    const bar = this.form.querySelector<HTMLProgressElement>("[data-progress]");
    if (!bar) return;
    bar.hidden = false;
    bar.value = Math.round(share * 100);
  }

  private hideProgress(): void {
    const bar = this.form.querySelector<HTMLProgressElement>("[data-progress]");
    if (bar) bar.hidden = true;
  }

  private empty(): void {
    this.form.reset();
    this.show([]);
  }

  private finish(successful: boolean): void {
    this.sharing = false;
    this.hideProgress();
    if (!successful) {
      this.begun?.release();
      return;
    }
    this.begun?.posted();
    this.empty();
    document.querySelector("[data-empty]")?.remove();
  }
}

/** The number of the draft that an event tells of, or null. */
function rev(event: Event): number | null {
  const { name, data } = (event as CustomEvent<AnyEvent>).detail;
  return name === "feed.begun_changed" && typeof data.rev === "number" ? data.rev : null;
}

/** The pictures a post has already are sent in the order in which they stand. */
function enhanceOrder(form: HTMLFormElement): void {
  for (const button of form.querySelectorAll<HTMLButtonElement>("[data-move-up]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const row = button.closest("li");
      const above = row?.previousElementSibling;
      if (row && above) above.before(row);
      button.focus();
    });
  }
}
