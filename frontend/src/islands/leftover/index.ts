import { Leftover } from "./element";

customElements.define("samovar-leftover", Leftover);

declare global {
  interface HTMLElementTagNameMap {
    "samovar-leftover": Leftover;
  }
}
