import { html, render } from "lit";
import { createRef, ref } from "lit/directives/ref.js";
import { t } from "../lib/i18n";
import { middle, moved, resized, type Square } from "./square";

const STEP = 0.02; // of the picture, for an arrow key

/** Choosing the square of a picture that becomes one's face. Without scripts it is the middle. */
export function enhanceCrops(page: ParentNode): void {
  for (const form of page.querySelectorAll<HTMLFormElement>("form[data-crop]:not([data-live])")) {
    form.dataset.live = "";
    const input = form.querySelector<HTMLInputElement>("input[type=file]");
    const area = form.querySelector<HTMLElement>("[data-crop-area]");
    if (input && area) new Cropper(input, area).start();
  }
}

class Cropper {
  private address = "";
  private height = 1; // times the width
  private square: Square = middle(1);
  private share = 1; // of the largest square
  private readonly image = createRef<HTMLImageElement>();

  constructor(
    private readonly input: HTMLInputElement,
    private readonly area: HTMLElement,
  ) {}

  start(): void {
    this.input.addEventListener("change", () => {
      void this.open(this.input.files?.[0]);
    });
  }

  private async open(file: File | undefined): Promise<void> {
    URL.revokeObjectURL(this.address);
    this.area.hidden = true;
    if (!file) return;
    this.address = URL.createObjectURL(file);
    const picture = new Image();
    picture.src = this.address;
    try {
      await picture.decode();
    } catch {
      return; // what cannot be shown here is for the server to judge
    }
    this.height = picture.naturalHeight / picture.naturalWidth;
    this.share = 1;
    this.show(middle(this.height));
    this.area.hidden = false;
  }

  private show(square: Square): void {
    this.square = square;
    render(
      html`<div class="crop-picture">
          <img src=${this.address} alt="" ${ref(this.image)} draggable="false" />
          <div
            class="crop-square"
            tabindex="0"
            role="group"
            aria-label=${t("The part that is shown; move it with the arrow keys")}
            @keydown=${this.onKey}
            @pointerdown=${this.onDown}
            @pointermove=${this.onMove}
          ></div>
        </div>
        <label class="crop-size">
          <span>${t("Size of the part")}</span>
          <input type="range" min="10" max="100" .value=${String(this.share * 100)} @input=${this.onSize} />
        </label>
        <input type="hidden" name="x" .value=${square.x.toFixed(4)} />
        <input type="hidden" name="y" .value=${square.y.toFixed(4)} />
        <input type="hidden" name="side" .value=${square.side.toFixed(4)} />`,
      this.area,
    );
    this.place(square);
  }

  /** Over the object model: the policy forbids style attributes, which is what a directive would write. */
  private place({ x, y, side }: Square): void {
    const style = this.area.querySelector<HTMLElement>(".crop-square")?.style;
    style?.setProperty("left", `${x * 100}%`);
    style?.setProperty("top", `${y * 100}%`);
    style?.setProperty("width", `${side * 100}%`);
  }

  private readonly onSize = (event: Event): void => {
    this.share = Number((event.target as HTMLInputElement).value) / 100;
    this.show(resized(this.square, this.share, this.height));
  };

  private readonly onDown = (event: PointerEvent): void => {
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
  };

  private readonly onMove = (event: PointerEvent): void => {
    const image = this.image.value;
    if (!image || event.buttons === 0) return;
    const right = event.movementX / image.clientWidth;
    this.show(moved(this.square, right, event.movementY / image.clientHeight, this.height));
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    const steps: Record<string, [number, number]> = {
      ArrowLeft: [-STEP, 0],
      ArrowRight: [STEP, 0],
      ArrowUp: [0, -STEP],
      ArrowDown: [0, STEP],
    };
    const step = steps[event.key];
    if (!step) return;
    event.preventDefault();
    this.show(moved(this.square, ...step, this.height));
  };
}
