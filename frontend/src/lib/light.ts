import { LitElement } from "lit";

/** An element that draws into the page itself: the page's styles, ids and labels reach what is in it. */
export class LightElement extends LitElement {
  protected override createRenderRoot(): HTMLElement {
    return this;
  }
}
