import "@excalidraw/excalidraw/index.css";
import {
  CaptureUpdateAction,
  Excalidraw,
  exportToBlob,
  languages,
  loadFromBlob,
  MainMenu,
  serializeAsJSON,
} from "@excalidraw/excalidraw";
import type { OrderedExcalidrawElement } from "@excalidraw/excalidraw/element/types";
import type {
  AppState,
  BinaryFileData,
  BinaryFiles,
  Collaborator,
  ExcalidrawImperativeAPI,
  SocketId,
} from "@excalidraw/excalidraw/types";
import { createElement, type ReactElement } from "react";
import { flushSync } from "react-dom";
import { createRoot, type Root } from "react-dom/client";
import { ICONS } from "../../generated/icons";
import type { BoardCursor } from "../../generated/wire";
import { t } from "../../lib/i18n";
import { fitting, type Part, type Sight, seen } from "./sight";
import { byId } from "./state";

/** An element as the editor has it. */
export type BoardElement = OrderedExcalidrawElement;
/** A picture that lies on the board, with its bytes. */
export type BoardFile = BinaryFileData;

/** A line while it is drawn, in the board's coordinates. */
export interface Stroke {
  id: string;
  color: string;
  width: number;
  points: number[][];
}

/** What happens in the editor. `stroke` is null when the line is finished. */
export interface EditorDoings {
  changed(sight: Sight, files: readonly BoardFile[]): void;
  stroke(stroke: Stroke | null): void;
  pointed(x: number, y: number, tool: "pointer" | "laser", down: boolean): void;
  /** Somebody chose to put a file on the board. */
  open(): void;
  /** It has more or less room now: a call began, a panel opened. */
  resized(): void;
}

const LANGUAGES: Record<string, string> = { fa: "fa-IR", ru: "ru-RU" };
const CURSOR_STAYS = 5_000;
const MARGIN = 24;

if (!languages.some(({ code }) => code === "fa-IR"))
  languages.push({ code: "fa-IR", label: "فارسی", rtl: true });

/** The drawing editor in `host`. It is React's own; nothing else draws there. */
export class Editor {
  /** Fulfilled when it can show something. */
  readonly ready: Promise<void>;
  private readonly root: Root;
  private api: ExcalidrawImperativeAPI | null = null;
  private readOnly = true;
  private dark = false;
  private name = "";
  private drawing = false;
  private isReady: () => void = () => undefined;
  private files = new Set<string>();
  private readonly pointers = new Map<SocketId, Collaborator>();
  private readonly fading = new Map<SocketId, ReturnType<typeof setTimeout>>();
  private readonly page: MutationObserver;
  private readonly names: MutationObserver;
  private readonly sizes = new ResizeObserver(() => this.resized());
  private width = 0;
  private height = 0;

  constructor(
    private readonly host: HTMLElement,
    private readonly doings: EditorDoings,
    private readonly language: string,
  ) {
    this.ready = new Promise((resolve) => {
      this.isReady = resolve;
    });
    this.page = keepPage();
    this.names = nameMenu(host);
    host.addEventListener("keydown", leaveToButton, { capture: true });
    this.sizes.observe(host);
    this.root = createRoot(host);
    this.draw();
  }

  /** Takes it away for good. */
  close(): void {
    for (const timer of this.fading.values()) clearTimeout(timer);
    this.root.unmount();
    this.page.disconnect();
    this.names.disconnect();
    this.host.removeEventListener("keydown", leaveToButton, { capture: true });
    this.sizes.disconnect();
  }

  /** Only who has the pen sees tools. `name`: what files that are taken out are called. */
  show(readOnly: boolean, dark: boolean, name: string): void {
    if (readOnly === this.readOnly && dark === this.dark && name === this.name) return;
    this.readOnly = readOnly;
    this.dark = dark;
    this.name = name;
    this.draw();
  }

  /** All elements; deleted ones too, as they are told to the others. The line being drawn comes later. */
  scene(): readonly BoardElement[] {
    if (!this.api) return [];
    const elements = this.api.getSceneElementsIncludingDeleted();
    const open = this.drawing ? this.api.getAppState().newElement?.id : undefined;
    return elements.filter((element) => element.id !== open && !isEmptyPicture(element));
  }

  /** Is nothing on the page, not even what is just begun? */
  isEmpty(): boolean {
    return this.api?.getSceneElements().length === 0;
  }

  /** Shows what came from afar; it is not part of one's own undo. Returns what the hand is just on. */
  bring(remote: readonly BoardElement[], anew: boolean): readonly BoardElement[] {
    const { api } = this;
    if (!api) return [];
    const hand = anew ? new Set<string>() : busy(api.getAppState());
    const elements = byId(anew ? [] : api.getSceneElementsIncludingDeleted());
    const held = remote.filter(({ id }) => hand.has(id) && elements.has(id));
    for (const element of remote) if (!held.includes(element)) elements.set(element.id, element);
    const ordered = [...elements.values()].sort(byPlace);
    api.updateScene({ elements: ordered, captureUpdate: CaptureUpdateAction.NEVER });
    return held;
  }

  /** Shows all that is on the page, no larger than it is. */
  fit(): void {
    const elements = this.api?.getSceneElements() ?? [];
    // At once: the next change of the size goes on from there.
    flushSync(() => {
      if (elements.length > 0) this.api?.scrollToContent(elements, { fitToContent: true, animate: false });
    });
  }

  /** Another page: nothing of the former one is left, nor can be undone there. */
  clear(): void {
    this.api?.updateScene({ elements: [], captureUpdate: CaptureUpdateAction.NEVER });
    this.api?.history.clear();
  }

  /** Puts elements on the page as if they were drawn here. */
  insert(elements: readonly BoardElement[]): void {
    const { api } = this;
    if (!api) return;
    const scene = byId(api.getSceneElementsIncludingDeleted());
    for (const element of elements) scene.set(element.id, element);
    api.updateScene({
      elements: [...scene.values()],
      captureUpdate: CaptureUpdateAction.IMMEDIATELY,
    });
    api.scrollToContent(elements, { fitToContent: true });
  }

  /** Reads a `.excalidraw` file. Rejects when it is none. */
  async read(file: Blob): Promise<{ elements: readonly BoardElement[]; files: readonly BoardFile[] }> {
    const { elements, files } = await loadFromBlob(file, null, null);
    return { elements, files: Object.values(files) };
  }

  /** Elements as a `.excalidraw` file, with the pictures they show. */
  written(elements: readonly BoardElement[], files: readonly BoardFile[]): string {
    const named = Object.fromEntries(files.map((file) => [file.id, file]));
    return serializeAsJSON(elements, {}, named, "local");
  }

  /** The pictures it has the bytes of. */
  pictures(): readonly BoardFile[] {
    return Object.values(this.api?.getFiles() ?? {});
  }

  /** The bytes of pictures that elements show. */
  addFiles(files: readonly BoardFile[]): void {
    for (const { id } of files) this.files.add(id);
    this.api?.addFiles([...files]);
  }

  /** Which part of the page is seen here. */
  part(): Part | null {
    const state = this.api?.getAppState();
    return state ? seen(sightOf(state), state.width, state.height) : null;
  }

  /** Shows a part of the page as large as it fits. */
  look(part: Part): void {
    const state = this.api?.getAppState();
    if (!state) return;
    const { scrollX, scrollY, zoom } = fitting(part, state.width, state.height);
    const value = zoom as AppState["zoom"]["value"];
    this.api?.updateScene({ appState: { scrollX, scrollY, zoom: { value } } });
  }

  /** Shows where somebody points to, with the name, for a while. */
  point({ participant, name, x, y, tool, down }: BoardCursor): void {
    const id = String(participant) as SocketId;
    const pointer = { x, y, tool };
    this.pointers.set(id, { id, username: name, pointer, button: down ? "down" : "up" });
    clearTimeout(this.fading.get(id));
    this.fading.set(
      id,
      setTimeout(() => {
        this.pointers.delete(id);
        this.showPointers();
      }, CURSOR_STAYS),
    );
    this.showPointers();
  }

  /** The whole page, or other elements, as a PNG on white. */
  picture(elements: readonly BoardElement[] = this.api?.getSceneElements() ?? []): Promise<Blob> {
    const appState = { exportBackground: true, viewBackgroundColor: "#ffffff" };
    const files = this.api?.getFiles() ?? null;
    const living = elements.filter(({ isDeleted }) => !isDeleted) as Parameters<
      typeof exportToBlob
    >[0]["elements"];
    return exportToBlob({ elements: living, appState, files, mimeType: "image/png", exportPadding: MARGIN });
  }

  /** What was in the middle stays there, unless the hand is on something. */
  private resized(): void {
    const { clientWidth, clientHeight } = this.host;
    const wider = (clientWidth - this.width) / 2;
    const higher = (clientHeight - this.height) / 2;
    const first = this.width === 0;
    this.width = clientWidth;
    this.height = clientHeight;
    this.doings.resized();
    const state = this.api?.getAppState();
    if (!state || first || clientWidth === 0 || busy(state).size > 0) return;
    const { scrollX, scrollY, zoom } = state;
    const moved = { scrollX: scrollX + wider / zoom.value, scrollY: scrollY + higher / zoom.value };
    flushSync(() => this.api?.updateScene({ appState: moved, captureUpdate: CaptureUpdateAction.NEVER }));
  }

  private showPointers(): void {
    this.api?.updateScene({
      collaborators: new Map(this.pointers),
      captureUpdate: CaptureUpdateAction.NEVER,
    });
  }

  private begin(api: ExcalidrawImperativeAPI): void {
    this.api = api;
    // Its own start empties the scene; it is over when this turn of the loop is.
    setTimeout(() => {
      this.host.dataset.ready = "";
      this.isReady();
    });
  }

  private changed(state: AppState, files: BinaryFiles): void {
    const open = state.newElement;
    const inked = open?.type === "freedraw" ? open : null;
    if (inked) {
      const points = inked.points.map(([x, y]) => [inked.x + x, inked.y + y]);
      this.doings.stroke({ id: inked.id, color: inked.strokeColor, width: inked.strokeWidth, points });
    } else if (this.drawing) {
      this.doings.stroke(null);
    }
    this.drawing = inked !== null;
    const fresh = Object.values(files).filter(({ id }) => !this.files.has(id));
    for (const { id } of fresh) this.files.add(id);
    this.doings.changed(sightOf(state), fresh);
  }

  private draw(): void {
    this.root.render(this.tree());
  }

  private tree(): ReactElement {
    return createElement(
      Excalidraw,
      {
        excalidrawAPI: (api) => this.begin(api),
        langCode: LANGUAGES[this.language] ?? "en",
        viewModeEnabled: this.readOnly,
        zenModeEnabled: this.readOnly,
        isCollaborating: true,
        name: this.name,
        theme: this.dark ? "dark" : "light",
        handleKeyboardGlobally: false,
        detectScroll: false,
        aiEnabled: false,
        UIOptions: {
          tools: { image: true },
          canvasActions: { toggleTheme: false, changeViewBackgroundColor: false, saveToActiveFile: false },
        },
        onChange: (_elements, state, files) => this.changed(state, files),
        onPointerUpdate: ({ pointer, button }) =>
          this.doings.pointed(pointer.x, pointer.y, pointer.tool, button === "down"),
      },
      menu(() => this.doings.open()),
    );
  }
}

function menu(open: () => void): ReactElement {
  const { Export, SaveAsImage, ClearCanvas, Help } = MainMenu.DefaultItems;
  return createElement(
    MainMenu,
    null,
    createElement(MainMenu.Item, {
      onSelect: open,
      icon: lucide("upload"),
      // biome-ignore lint/correctness/noChildrenProp: the type of the item asks for them as a property.
      children: t("Put a file on the board"),
    }),
    createElement(Export),
    createElement(SaveAsImage),
    createElement(Help),
    createElement(ClearCanvas),
  );
}

/** One of our icons that are made of paths alone, among the editor's. */
function lucide(name: keyof typeof ICONS): ReactElement {
  const paths = [...ICONS[name].matchAll(/ d="([^"]+)"/g)].map(([, d]) =>
    createElement("path", { key: d, d }),
  );
  const line = { fill: "none", stroke: "currentColor", strokeWidth: 1.75, strokeLinecap: "round" } as const;
  return createElement("svg", { viewBox: "0 0 24 24", "aria-hidden": true, ...line }, paths);
}

function sightOf({ scrollX, scrollY, zoom }: AppState): Sight {
  return { scrollX, scrollY, zoom: zoom.value };
}

/** A picture that is still being chosen. */
function isEmptyPicture(element: BoardElement): boolean {
  return element.type === "image" && element.fileId === null;
}

function byPlace(one: BoardElement, two: BoardElement): number {
  if (one.index !== two.index) return one.index < two.index ? -1 : 1;
  return one.id < two.id ? -1 : 1;
}

/** What the hand is on right now. */
function busy(state: AppState): Set<string> {
  const dragged = state.selectedElementsAreBeingDragged ? Object.keys(state.selectedElementIds) : [];
  const ids = [state.newElement?.id, state.editingTextElement?.id, state.resizingElement?.id, ...dragged];
  return new Set(ids.filter((id) => id !== undefined));
}

/** The button of its menu is a picture alone, each time it is made anew. */
function nameMenu(host: HTMLElement): MutationObserver {
  const observer = new MutationObserver(() => {
    for (const one of host.querySelectorAll(".main-menu-trigger:not([aria-label])")) {
      one.setAttribute("aria-label", t("Menu"));
    }
  });
  observer.observe(host, { childList: true, subtree: true });
  return observer;
}

/** Keys that press a button are that button's: the editor would take them for what is chosen on the page. */
function leaveToButton(event: KeyboardEvent): void {
  const presses = event.key === "Enter" || event.key === " ";
  if (presses && event.target instanceof HTMLButtonElement) event.stopPropagation();
}

/** The editor sets language and direction of the whole page: the page keeps its own. */
function keepPage(): MutationObserver {
  const page = document.documentElement;
  const { dir, lang } = page;
  const observer = new MutationObserver(() => {
    if (page.dir !== dir) page.dir = dir;
    if (page.lang !== lang) page.lang = lang;
  });
  observer.observe(page, { attributes: true, attributeFilter: ["dir", "lang"] });
  return observer;
}
