/** How large a picture is looked at, as livekit-client asks for it. */

import type { ElementInfo } from "livekit-client";

/** Follows one element on the page. */
export class ElementSize implements ElementInfo {
  handleResize?: () => void;
  handleVisibilityChanged?: () => void;
  visibilityChangedAt: number | undefined = undefined;
  visible: boolean;
  private readonly resized = new ResizeObserver(() => this.handleResize?.());
  private readonly seen = new IntersectionObserver((entries) => {
    const on = entries.at(-1)?.isIntersecting === true;
    if (on !== this.visible) this.change(on);
  });

  constructor(readonly element: HTMLVideoElement) {
    this.visible = element.isConnected;
  }

  get pictureInPicture(): boolean {
    return document.pictureInPictureElement === this.element;
  }

  width(): number {
    return this.element.clientWidth;
  }

  height(): number {
    return this.element.clientHeight;
  }

  observe(): void {
    this.resized.observe(this.element);
    this.seen.observe(this.element);
    this.element.addEventListener("leavepictureinpicture", this.left);
  }

  stopObserving(): void {
    this.resized.disconnect();
    this.seen.disconnect();
    this.element.removeEventListener("leavepictureinpicture", this.left);
  }

  private readonly left = (): void => this.handleVisibilityChanged?.();

  private change(on: boolean): void {
    this.visible = on;
    this.visibilityChangedAt = Date.now();
    this.handleVisibilityChanged?.();
  }
}

/** Stands for an element until there is one: asks for a small picture, so that its first frame comes. */
export class SmallSize implements ElementInfo {
  readonly element = {};
  readonly visible = true;
  readonly pictureInPicture = false;
  readonly visibilityChangedAt: number | undefined = undefined;
  handleResize?: () => void;
  handleVisibilityChanged?: () => void;

  width(): number {
    return 160;
  }

  height(): number {
    return 90;
  }

  observe(): void {
    // Nothing of it ever changes.
  }

  stopObserving(): void {
    // As above.
  }
}
