import "./player.css";
import { Player } from "./element";

customElements.define("samovar-player", Player);

declare global {
  interface HTMLElementTagNameMap {
    "samovar-player": Player;
  }
}
