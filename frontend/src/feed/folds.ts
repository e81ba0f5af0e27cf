import { t } from "../lib/i18n";

const FOLDED = 360; // px that are shown of what is longer
const SPARED = 120; // px that are not worth a button

/** Among others a long post shows its beginning; alone on its page it is whole. */
export function enhanceFolds(page: ParentNode): void {
  const among = ".post:not(.post-alone) > .post-text:not([data-live])";
  for (const text of page.querySelectorAll<HTMLElement>(among)) {
    text.dataset.live = "";
    if (text.scrollHeight > FOLDED + SPARED) fold(text);
  }
}

function fold(text: HTMLElement): void {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "text-link post-unfold";
  button.textContent = t("Show the whole post");
  const unfold = (): void => {
    text.classList.remove("post-text-folded");
    button.remove();
  };
  button.addEventListener("click", () => {
    unfold();
    // Who came by keyboard reads on where the button was.
    text.tabIndex = -1;
    text.focus({ preventScroll: true });
  });
  // A link that is reached by keyboard, or words that were searched for, are not to be in the dark.
  text.addEventListener("focusin", unfold, { once: true });
  text.addEventListener("scroll", unfold, { once: true });
  text.classList.add("post-text-folded");
  text.after(button);
}
