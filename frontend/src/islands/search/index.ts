import "./search.css";
import { SearchDialog } from "./dialog";

if (!customElements.get("samovar-search")) customElements.define("samovar-search", SearchDialog);

export { SearchDialog };
