import { delayBefore } from "./backoff";

/** What a link tells its owner. `down` comes once for each connection that was open or tried. */
export interface LinkHandlers {
  text(text: string): void;
  down(code: number, again: boolean): void;
}

/** Codes after which connecting again would only be refused again. */
const FINAL: ReadonlySet<number> = new Set([4401, 4403, 4404]);
const TOO_SLOW = 4408;
const TOO_MANY = 4409;
const HANDSHAKE = 10_000;

/** One WebSocket that comes back by itself: at once when the network does, else with growing pauses. */
export class Link {
  private socket: WebSocket | null = null;
  private timer: ReturnType<typeof setTimeout> | null = null;
  private attempt = 0;
  private stopped = false;

  constructor(
    private readonly address: () => string,
    private readonly handlers: LinkHandlers,
    private readonly isUrgent: () => boolean = () => false,
  ) {
    window.addEventListener("online", () => this.hurry());
    window.addEventListener("offline", () => this.drop());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.hurry();
    });
  }

  /** Connects now, unless it is connected or connecting. */
  open(): void {
    this.stopped = false;
    if (this.socket) return;
    this.clearTimer();
    const socket = new WebSocket(this.address());
    this.socket = socket;
    const patience = setTimeout(
      () => socket.readyState === WebSocket.CONNECTING && socket.close(),
      HANDSHAKE,
    );
    socket.addEventListener("open", () => clearTimeout(patience));
    socket.addEventListener("message", (message) => this.socket === socket && this.receive(message.data));
    socket.addEventListener("close", (event) => {
      clearTimeout(patience);
      this.lost(socket, event.code);
    });
  }

  /** True when the text went to an open connection. */
  send(text: string): boolean {
    if (this.socket?.readyState !== WebSocket.OPEN) return false;
    this.socket.send(text);
    return true;
  }

  /** The server took us in: the next pause starts small again. */
  settled(): void {
    this.attempt = 0;
  }

  /** Gives this connection up and makes a new one; a dead one would take minutes to say so itself. */
  drop(): void {
    const socket = this.socket;
    if (!socket) return;
    socket.close();
    this.lost(socket, 1006);
  }

  private receive(data: unknown): void {
    if (typeof data === "string") this.handlers.text(data);
  }

  private lost(socket: WebSocket, code: number): void {
    if (this.socket !== socket) return;
    this.socket = null;
    this.stopped = FINAL.has(code);
    this.handlers.down(code, !this.stopped);
    if (this.stopped) return;
    if (code === TOO_MANY) this.attempt = Math.max(this.attempt, 6);
    const pause = code === TOO_SLOW ? 0 : delayBefore(this.attempt, code !== TOO_MANY && this.isUrgent());
    this.attempt += 1;
    this.clearTimer();
    this.timer = setTimeout(() => this.open(), pause);
  }

  private hurry(): void {
    if (this.stopped || this.socket || !this.timer) return;
    this.attempt = 0;
    this.open();
  }

  private clearTimer(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }
}
