/**
 * Runs in the browser while no page is open: shows what the server tells this device, and leads there.
 * It keeps nothing and answers no request of a page. No imports: browsers load it as a plain script.
 */

interface Told {
  text: string;
  target: string;
  tag: string;
}

interface Waiting extends Event {
  waitUntil(work: Promise<unknown>): void;
}

interface PushTold extends Waiting {
  data: { json(): unknown } | null;
}

interface Pressed extends Waiting {
  notification: Notification;
}

interface Page {
  visibilityState: string;
  focus(): Promise<Page>;
  navigate(address: string): Promise<Page | null>;
}

interface WorkerScope {
  addEventListener(name: "push", heard: (event: PushTold) => void): void;
  addEventListener(name: "notificationclick", heard: (event: Pressed) => void): void;
  addEventListener(name: "install" | "activate", heard: (event: Waiting) => void): void;
  skipWaiting(): Promise<void>;
  registration: ServiceWorkerRegistration;
  clients: {
    claim(): Promise<void>;
    matchAll(which: { type: "window"; includeUncontrolled: boolean }): Promise<Page[]>;
    openWindow(address: string): Promise<Page | null>;
  };
}

const scope = self as unknown as WorkerScope;

scope.addEventListener("install", (event) => event.waitUntil(scope.skipWaiting()));
scope.addEventListener("activate", (event) => event.waitUntil(scope.clients.claim()));

scope.addEventListener("push", (event) => {
  const told = toldBy(event.data?.json());
  if (told !== null) event.waitUntil(show(told));
});

scope.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const data: unknown = event.notification.data;
  event.waitUntil(open(typeof data === "string" ? data : "/"));
});

function toldBy(content: unknown): Told | null {
  if (typeof content !== "object" || content === null) return null;
  const { text, target, tag } = content as Partial<Record<string, unknown>>;
  if (typeof text !== "string" || typeof target !== "string" || typeof tag !== "string") return null;
  // Only addresses of this server.
  return { text, target: /^\/(?![/\\])/.test(target) ? target : "/", tag };
}

/** A page that is looked at says it by itself. */
async function show(told: Told): Promise<void> {
  if ((await pages()).some((page) => page.visibilityState === "visible")) return;
  await scope.registration.showNotification("Samovar", {
    body: told.text,
    tag: told.tag,
    data: told.target,
    icon: "/static/mark-192.png",
    dir: "auto",
  });
}

/** In a page that is open already where there is one. */
async function open(target: string): Promise<void> {
  for (const page of await pages()) {
    try {
      const moved = await page.navigate(target);
      await (moved ?? page).focus();
      return;
    } catch {
      // Not a page that this worker may move: the next one, or a new one.
    }
  }
  await scope.clients.openWindow(target);
}

function pages(): Promise<Page[]> {
  return scope.clients.matchAll({ type: "window", includeUncontrolled: true });
}
