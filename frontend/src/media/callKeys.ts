/**
 * The keys of end-to-end encrypted calls. They are made in a browser, travel behind the `#` of an address, which
 * browsers send to no server, and lie in the browsers of the room's people. The server knows a digest.
 */

const BYTES = 16;
/** 22 places of base64url are 128 bits. */
const KEY = /^[\w-]{22}$/;
const BEHIND = /[#&]key=([\w-]{22})(?=$|&)/;
const ROOM = /^\/r\/([a-z-]+)\//;

/** A new key. */
export function makeKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(BYTES));
  return btoa(String.fromCharCode(...bytes)).replace(
    /[+/=]/g,
    (sign) => ({ "+": "-", "/": "_" })[sign] ?? "",
  );
}

/** The key in what somebody pasted: the key itself or an address that carries it. */
export function readKey(text: string): string | null {
  const given = text.trim();
  return KEY.test(given) ? given : (BEHIND.exec(given)?.[1] ?? null);
}

export function bytesOf(key: string): ArrayBuffer {
  const text = atob(key.replace(/[-_]/g, (sign) => (sign === "-" ? "+" : "/")));
  return Uint8Array.from(text, (sign) => sign.charCodeAt(0)).buffer;
}

/** What the server may know of a key: 32 hexadecimal places. */
export async function checkOf(key: string): Promise<string> {
  const said = new TextEncoder().encode(`samovar call key ${key}`);
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", said));
  return [...digest.slice(0, BYTES)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The key for calls in the room of this code, as far as this browser has it. */
export function keyOf(code: string): string | null {
  try {
    return readKey(localStorage.getItem(placeOf(code)) ?? "");
  } catch {
    return null;
  }
}

export function keepKey(code: string, key: string): void {
  try {
    localStorage.setItem(placeOf(code), key);
  } catch {
    // A browser that keeps nothing asks again the next time.
  }
}

/** The address of a room that brings the key along. */
export function addressWith(code: string, key: string): string {
  return `${location.origin}/r/${code}/#key=${key}`;
}

/** Keep the key that the address of this page brings along, and take it off the address. */
export function takeFromAddress(): void {
  const code = ROOM.exec(location.pathname)?.[1];
  const key = BEHIND.exec(location.hash)?.[1];
  if (!code || !key) return;
  keepKey(code, key);
  history.replaceState(history.state, "", location.pathname + location.search);
}

/** Whether this browser can encrypt what it sends. */
export function canEncrypt(): boolean {
  if ("RTCRtpScriptTransform" in window) return true;
  return "RTCRtpSender" in window && "createEncodedStreams" in RTCRtpSender.prototype;
}

function placeOf(code: string): string {
  return `samovar.call-key.${code}`;
}
