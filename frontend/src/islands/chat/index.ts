import { Chat } from "./element";

customElements.define("samovar-chat", Chat);
