/** What is known of a draft. `rev` and `pushed`: what the server had last, as far as this browser knows. */
export interface DraftState {
  body: string;
  rev: number;
  pushed: string;
  /** Is there something that the server does not have? */
  dirty: boolean;
}

/** The draft after the server told that it has `body` under the number `rev`. Nothing that was typed is lost. */
export function merged(state: DraftState, body: string, rev: number): DraftState {
  if (!state.dirty || (body === state.body && body !== "")) return { body, rev, pushed: body, dirty: false };
  // What the server has is what it had before, or what came from here: what is here is newer.
  if (rev === state.rev || body === "" || body === state.pushed) return { ...state, rev };
  if (!state.body || body.includes(state.body)) return { body, rev, pushed: body, dirty: false };
  if (state.body.includes(body)) return { ...state, rev };
  return { body: `${state.body}\n${body}`, rev, pushed: body, dirty: true };
}

/** Reads what a browser kept; a bare text is from before drafts had a number. */
export function parse(kept: string | null): DraftState {
  const begun: DraftState = { body: kept ?? "", rev: 0, pushed: "", dirty: Boolean(kept) };
  if (!kept?.startsWith("{")) return begun;
  try {
    const { body, rev, pushed, dirty } = JSON.parse(kept) as Partial<Record<keyof DraftState, unknown>>;
    if (typeof body !== "string" || typeof rev !== "number" || typeof pushed !== "string") return begun;
    return { body, rev, pushed, dirty: dirty === true };
  } catch {
    return begun;
  }
}

/** What this browser kept under a key, or null. */
export function stored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Keeps it in this browser, or forgets it. A browser that keeps nothing loses it, which is no reason to stop the writer. */
export function store(key: string, state: DraftState | null): void {
  try {
    if (state === null) localStorage.removeItem(key);
    else localStorage.setItem(key, JSON.stringify(state));
  } catch {
    return;
  }
}
