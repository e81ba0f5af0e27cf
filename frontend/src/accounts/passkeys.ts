import { HttpRefusal, isRecord, request } from "../lib/http";
import { t } from "../lib/i18n";

/** Passkeys: adding one in the settings, logging in by one, and showing again who it is. Without them the buttons stay hidden. */
export function enhancePasskeys(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !("passkeyAdd" in form.dataset)) return;
    event.preventDefault();
    void tell(form, () => add(form));
  });
  document.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("button") : null;
    if (!button) return;
    const { passkeyLogin, passkeyConfirm } = button.dataset;
    if (passkeyLogin !== undefined)
      void tell(button.closest("form"), () => answer("/login/passkey/", passkeyLogin));
    if (passkeyConfirm !== undefined)
      void tell(button.parentElement, () => answer("/settings/confirm/", passkeyConfirm));
  });
}

/** Shows what needs a browser that knows passkeys, or says that this one does not. */
export function offerPasskeys(): void {
  const known = knowsPasskeys();
  for (const element of document.querySelectorAll<HTMLElement>("[data-passkey-offer]"))
    element.hidden = !known;
  for (const element of document.querySelectorAll<HTMLElement>("[data-passkey-missing]"))
    element.hidden = known;
}

function knowsPasskeys(): boolean {
  return (
    window.isSecureContext &&
    typeof PublicKeyCredential === "function" &&
    typeof PublicKeyCredential.parseCreationOptionsFromJSON === "function"
  );
}

async function add(form: HTMLFormElement): Promise<void> {
  const told = new FormData(form);
  const options = await request("POST", "/settings/passkeys/begin/", {
    password: told.get("password") ?? "",
    code: told.get("code") ?? "",
  });
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
    options as PublicKeyCredentialCreationOptionsJSON,
  );
  const made = await navigator.credentials.create({ publicKey });
  if (!(made instanceof PublicKeyCredential)) return;
  const body = { response: made.toJSON() as unknown, name: told.get("name") ?? "" };
  goTo(await request("POST", "/settings/passkeys/add/", body));
}

/** Lets a passkey answer the question of `door`, and goes to `next`. */
async function answer(door: string, next: string): Promise<void> {
  const options = await request("POST", `${door}begin/`, {});
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(
    options as PublicKeyCredentialRequestOptionsJSON,
  );
  const given = await navigator.credentials.get({ publicKey });
  if (!(given instanceof PublicKeyCredential)) return;
  const body = { response: given.toJSON() as unknown, next };
  goTo(await request("POST", door, body));
}

function goTo(told: unknown): void {
  location.assign(isRecord(told) && typeof told.next === "string" ? told.next : "/");
}

/** Does it, and shows in the form what went wrong. */
async function tell(form: HTMLElement | null, deed: () => Promise<void>): Promise<void> {
  const place = form?.querySelector<HTMLElement>("[data-passkey-error]") ?? null;
  if (place) place.hidden = true;
  try {
    await deed();
  } catch (error) {
    if (!place) return;
    place.textContent = sentenceOf(error);
    place.hidden = false;
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof HttpRefusal && error.message) return error.message;
  if (error instanceof DOMException && error.name === "InvalidStateError") {
    return t("This device has a passkey of yours already.");
  }
  if (error instanceof DOMException) return t("Nothing was chosen, or it took too long. Please try again.");
  return t("This did not work. Please try again.");
}
