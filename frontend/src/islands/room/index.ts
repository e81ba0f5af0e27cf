import { Room } from "./element";

customElements.define("samovar-room", Room);
