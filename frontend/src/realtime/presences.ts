import { gateway } from "./client";

const MOST = 500;

/** What was told of others while the connection was away is asked for: dots do not tell old news. */
export function startPresences(): void {
  gateway.own.on("ready", () => void ask());
}

async function ask(): Promise<void> {
  const parts = [...document.querySelectorAll<HTMLElement>("[data-presence]")];
  const users = [...new Set(parts.map((part) => Number(part.dataset.presence)))].slice(0, MOST);
  if (users.length === 0 || !gateway.me?.startsWith("u:")) return;
  const found = await gateway.request("presence.of", { users }).catch(() => null);
  if (!found) return;
  for (const user of users) {
    const [online, away] = [found.online.includes(user), found.away.includes(user)];
    const stale = parts.some(
      ({ dataset }) =>
        dataset.presence === String(user) &&
        (dataset.online !== String(online) || (dataset.away ?? "false") !== String(away)),
    );
    if (stale) tell({ user, online, away, seen: null });
  }
}

/** As if it was told just now: everything on the page that follows presence hears it. */
function tell(data: Record<string, unknown>): void {
  const detail = { stream: "rooms", name: "people.presence_changed", data };
  window.dispatchEvent(new CustomEvent("samovar:event", { detail }));
}
