import "./board.css";
import "./panels.css";
import { html, nothing, type TemplateResult } from "lit";
import { toast } from "../../enhance/toasts";
import type { BoardState, BoardView } from "../../generated/wire";
import { language, t } from "../../lib/i18n";
import { LightElement } from "../../lib/light";
import { gateway } from "../../realtime/client";
import { Refused } from "../../realtime/requests";
import { barView } from "./bar-view";
import { isDark } from "./dark";
import type { BoardElement, BoardFile, Editor, Stroke } from "./editor";
import { Following } from "./following";
import { beside } from "./fresh";
import { Hand } from "./hand";
import { BoardHistory } from "./history-panel";
import { Lines } from "./ink";
import { Left } from "./left";
import { line } from "./line";
import { OPENED, Opening } from "./opening";
import { picturesOf } from "./own-pictures";
import { BoardPageDialog } from "./page-dialog";
import { pagesView } from "./pages-view";
import { bytesOf, type Pictures } from "./pictures";
import { reasonOf } from "./reason";
import { download, saveSnapshot } from "./saving";
import { sheetView } from "./sheet-view";
import type { Sight } from "./sight";
import { BoardSync } from "./sync";
import { openUnsent } from "./unsent-store";

const unsent = openUnsent<BoardElement>();

/** The board of a room: `<samovar-board room="12">`. The editor is loaded only when one is shown. */
export class Board extends LightElement {
  static override properties = { room: { type: Number }, name: {}, back: {} };
  declare room: number;
  /** On a page of its own: what the board is called without a title, and the address of its room. */
  declare name: string | undefined;
  declare back: string | undefined;
  private sync: BoardSync<BoardElement> | null = null;
  /** Of which page all was brought into sight once. */
  private fitted: BoardSync<BoardElement> | null = null;
  private editor: Editor | null = null;
  private pictures: Pictures | null = null;
  private state: BoardState | null = null;
  private sight: Sight = { scrollX: 0, scrollY: 0, zoom: 1 };
  private readonly lines = new Lines(() => this.requestUpdate());
  private readonly following = new Following({
    part: () => this.editor?.part() ?? null,
    look: (view) => void this.look(view),
    state: () => this.state,
  });
  private stops: (() => void)[] = [];
  private heard: (() => void)[] = [];
  private said = "";
  private busy = "";
  private failed = false;
  private empty = false;
  private waiting = 0;
  private readonly left = new Left(unsent, () => this.requestUpdate());
  private saving = false;
  private history = false;
  private readonly hand = new Hand(() => this.state);
  private readonly opening = new Opening({
    board: () => (this.state?.can_draw ? this.state.board : null),
    pictures: () => this.pictures,
    editor: () => this.editor,
    inserted: () => this.sync?.touch(),
    go: (page) => void this.go(page),
    busy: (words) => this.busied(words),
  });
  private readonly leftDoings = {
    put: (elements: readonly BoardElement[]) => this.putBeside(elements),
    download: (elements: readonly BoardElement[]) => {
      const { editor, pictures } = this;
      if (editor) void download(elements, { editor, pictures, busy: (words) => this.busied(words) });
    },
  };

  override connectedCallback(): void {
    super.connectedCallback();
    void this.begin();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of [...this.stops, ...this.heard]) stop();
    this.sync?.stop();
    this.following.stop();
    this.lines.clear();
    const board = this.state?.board;
    if (board) gateway.request("board.exit", { board }).catch(() => undefined);
    this.sync = null;
    this.editor?.close();
    this.editor = null;
  }

  private async begin(): Promise<void> {
    Object.assign(window, { EXCALIDRAW_ASSET_PATH: "/static/dist/excalidraw/" });
    this.failed = false;
    try {
      const [{ Editor }] = await Promise.all([import("./editor"), this.updateComplete]);
      const host = this.querySelector<HTMLElement>(".board-editor");
      if (!host || !this.isConnected || this.editor) return;
      this.editor = new Editor(host, this.editorDoings, language);
    } catch {
      this.failed = true;
      this.requestUpdate();
      return;
    }
    await this.editor.ready;
    if (!this.isConnected) return;
    const themes = new MutationObserver(() => this.showEditor());
    themes.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    this.stops = [() => themes.disconnect(), gateway.own.on("status", () => this.requestUpdate())];
    gateway.start();
    this.openPage(0);
  }

  private readonly editorDoings = {
    changed: (sight: Sight, files: readonly BoardFile[]) => this.changed(sight, files),
    stroke: (stroke: Stroke | null) => this.hand.stroke(stroke),
    pointed: (x: number, y: number, tool: "pointer" | "laser", down: boolean) =>
      this.hand.pointed(x, y, tool, down),
    open: () => this.querySelector<HTMLInputElement>(".board-file")?.click(),
    resized: () => this.showEditor(),
  };

  private openPage(page: number): void {
    const { editor } = this;
    if (!editor) return;
    const sheet = {
      scene: () => editor.scene(),
      bring: (elements: readonly BoardElement[], anew: boolean) => editor.bring(elements, anew),
      ready: (element: BoardElement) => this.pictures?.isThere(element) ?? element.type !== "image",
    };
    const sync = new BoardSync<BoardElement>(this.room, page, sheet, line, unsent);
    this.sync = sync;
    this.heard = [
      sync.events.on("remote", (elements) => {
        this.lines.finish(new Set(elements.map(({ id }) => id)));
        void this.pictures?.show(elements as Parameters<Pictures["show"]>[0]);
      }),
      sync.events.on("state", (state) => this.entered(state)),
      sync.events.on("pages", ({ title, pages }) => this.repaged({ title, pages })),
      sync.events.on("ink", (ink) => {
        this.lines.take(ink);
        this.requestUpdate();
      }),
      sync.events.on("cursor", (cursor) => {
        if (cursor.participant !== this.state?.me) editor.point(cursor);
      }),
      sync.events.on("view", (view) => this.following.take(view)),
      sync.events.on("waiting", (count) => {
        this.waiting = count;
        this.requestUpdate();
      }),
      sync.events.on("left", (elements) => this.left.take(elements)),
      sync.events.on("lost", () => this.beaten()),
      sync.events.on("trouble", (error) => this.trouble(error)),
    ];
    void sync.enter();
  }

  /** Shows another page; what is unsent here waits in the store if it has to. */
  private async go(page: number): Promise<void> {
    if (page === this.state?.page || !this.sync) return;
    const { sync } = this;
    for (const stop of this.heard) stop();
    await sync.flush();
    sync.stop();
    if (sync !== this.sync) return;
    this.lines.clear();
    if (this.state) this.state = { ...this.state, page };
    this.editor?.clear();
    this.openPage(page);
    this.requestUpdate();
  }

  private entered(state: BoardState): void {
    this.state = state;
    const place = { editor: () => this.editor, brought: () => this.sync?.touch() };
    this.pictures ??= picturesOf(line.me ?? "", state.board, place);
    void this.pictures.again();
    this.following.told(state);
    if (this.sync && this.sync !== this.fitted) {
      this.fitted = this.sync;
      this.editor?.fit();
    }
    void this.left.open(line.me ?? "", state.board);
    void this.pictures.show((this.editor?.scene() ?? []) as Parameters<Pictures["show"]>[0]);
    this.showEditor();
    this.following.lead();
    this.requestUpdate();
  }

  private repaged({ title, pages }: Pick<BoardState, "title" | "pages">): void {
    const { state } = this;
    if (!state) return;
    this.state = { ...state, title, pages };
    this.showEditor();
    const first = pages[0];
    if (first && !pages.some(({ id }) => id === state.page)) void this.go(first.id);
    this.requestUpdate();
  }

  private trouble(error: Error): void {
    if (error instanceof Refused && error.code === "page_not_found") void this.go(0);
    else toast(reasonOf(error), "error");
  }

  private showEditor(): void {
    const dark = getComputedStyle(this).colorScheme === "dark" || isDark();
    this.editor?.show(!this.state?.can_draw, dark, this.state?.title || this.name || t("Board"));
  }

  private changed(sight: Sight, files: readonly BoardFile[]): void {
    const { scrollX, scrollY, zoom } = this.sight;
    const moved = scrollX !== sight.scrollX || scrollY !== sight.scrollY || zoom !== sight.zoom;
    this.sight = sight;
    const { empty } = this;
    this.empty = this.sync?.state != null && this.editor?.isEmpty() === true;
    if (empty !== this.empty) this.requestUpdate();
    if (moved && this.lines.size > 0) this.requestUpdate();
    if (moved) this.following.lead();
    for (const { id, dataURL } of files) void this.pictures?.bring(id, bytesOf(dataURL));
    this.sync?.touch();
  }

  private async look(view: BoardView): Promise<void> {
    if (view.page !== this.state?.page) await this.go(view.page);
    this.editor?.look(view);
    this.requestUpdate();
  }

  private readonly looked = (): void => {
    if (this.following.lookAway()) this.requestUpdate();
  };

  private async save(): Promise<void> {
    const { editor, state } = this;
    if (!editor || !state || this.saving) return;
    this.saving = true;
    this.say("");
    try {
      await this.sync?.flush();
      await saveSnapshot(state, await editor.picture());
      this.say(t("The snapshot is saved."));
    } catch (error) {
      toast(reasonOf(error), "error");
    } finally {
      this.saving = false;
      this.requestUpdate();
    }
  }

  private beaten(): void {
    if (this.state?.history) this.say(t("A newer edit replaced yours. Yours is kept in the history."));
  }

  /** As new elements, next to what is there of them. */
  private putBeside(elements: readonly BoardElement[]): void {
    const { editor } = this;
    if (!editor) return;
    editor.insert(beside(elements, editor.scene()));
    this.sync?.touch();
  }

  private busied(words: string): void {
    this.busy = words;
    this.requestUpdate();
  }

  private say(words: string): void {
    this.said = words;
    this.requestUpdate();
  }

  private choose(chosen: string): void {
    const { state } = this;
    const policy = chosen === "guests" ? "everybody" : chosen;
    if (!state || (policy !== "host" && policy !== "chosen" && policy !== "everybody")) return;
    void this.order(
      gateway.request("board.policy", { board: state.board, policy, guests: chosen === "guests" }),
    );
  }

  private async order<Answer>(doing: Promise<Answer>): Promise<Answer | null> {
    try {
      return await doing;
    } catch (error) {
      toast(reasonOf(error), "error");
      return null;
    }
  }

  private async addPage(): Promise<void> {
    const { state } = this;
    if (!state) return;
    const made = await this.order(
      gateway.request("board.add_page", { board: state.board, title: "", after: state.page }),
    );
    if (made) await this.go(made.page);
  }

  protected override firstUpdated(): void {
    const sheet = this.querySelector(".board-sheet");
    sheet?.addEventListener("wheel", this.looked, { passive: true, capture: true });
    sheet?.addEventListener("pointerdown", this.looked, { capture: true });
    sheet?.addEventListener("drop", (event) => event instanceof DragEvent && this.opening.dropped(event), {
      capture: true,
    });
  }

  protected override updated(): void {
    const panel = this.querySelector("samovar-board-history");
    if (panel instanceof BoardHistory && this.editor) {
      const { editor } = this;
      panel.draw = (elements) => editor.picture(elements);
      panel.put = (elements) => this.putBeside(elements);
    }
  }

  private readonly toggleHistory = (): void => {
    this.history = !this.history;
    this.requestUpdate();
    if (!this.history) this.querySelector<HTMLElement>("[data-history]")?.focus();
  };

  protected override render(): TemplateResult {
    const { state } = this;
    const offline = gateway.status !== "open";
    return html`<section class="board" role="region" ?data-watching=${state?.can_draw === false} aria-label=${t("Board")}>
      ${barView(
        {
          ...this.shown,
          state,
          offline,
          following: this.following.on,
          name: this.name ?? "",
          back: this.back ?? "",
        },
        {
          choose: (policy) => this.choose(policy),
          present: (on) => void this.order(this.following.present(on)),
          follow: () => {
            this.following.resume();
            this.requestUpdate();
          },
          history: this.toggleHistory,
          save: () => void this.save(),
        },
      )}
      ${this.left.view(state?.can_draw === true, this.leftDoings)}
      <div class="board-middle">
        <div class="board-sheet">
          <div class="board-editor" dir="ltr"></div>
          ${this.lines.view(this.sight)}
          ${sheetView({ loaded: state !== null, failed: this.failed, empty: this.empty, draws: state?.can_draw === true }, this.retry)}
        </div>
        ${
          this.history && state
            ? html`<samovar-board-history board=${state.board} page=${state.page} ?host=${state.host} ?pen=${state.can_draw}
                @board-close=${this.toggleHistory}></samovar-board-history>`
            : nothing
        }
      </div>
      ${
        state
          ? pagesView(state, {
              go: (page) => {
                this.looked();
                void this.go(page);
              },
              add: () => void this.addPage(),
              options: () => void this.pageOptions(),
            })
          : nothing
      }
      <input type="file" class="board-file" hidden accept=${OPENED} @change=${(event: Event) => this.opening.picked(event)} />
      ${state?.host ? html`<samovar-board-page></samovar-board-page>` : nothing}
    </section>`;
  }

  private get shown(): { said: string; waiting: number; busy: string; saving: boolean; history: boolean } {
    const { said, waiting, busy, saving, history } = this;
    return { said, waiting, busy, saving, history };
  }

  private async pageOptions(): Promise<void> {
    const dialog = this.querySelector("samovar-board-page");
    if (dialog instanceof BoardPageDialog && this.state) await dialog.open(this.state);
  }

  private readonly retry = (): void => void this.begin();
}
