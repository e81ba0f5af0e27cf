import type { Catalogue } from "../i18n";

const parts = import.meta.glob<Catalogue>("../../**/locale/fa.json", { eager: true, import: "default" });

export const catalogue: Catalogue = Object.assign({}, ...Object.values(parts));
