import { nameAt } from "../completion/name";
import { writtenIn } from "./writing";

/** Who is meant is offered behind `@` in posts and comments; the list comes with the first one of a field. */
export function enhanceNaming(): void {
  document.addEventListener("input", ({ target }) => offer(target));
  // Typed before this script was there.
  offer(document.activeElement);
}

function offer(target: EventTarget | null): void {
  const field = writtenIn(target);
  if (!field || "named" in field.dataset || !nameAt(field.value, field.selectionStart)) return;
  field.dataset.named = "";
  void import("./naming-list")
    .then(({ offerNames }) => offerNames(field))
    // Without a connection names are typed as ever; the next letter tries again.
    .catch(() => delete field.dataset.named);
}
