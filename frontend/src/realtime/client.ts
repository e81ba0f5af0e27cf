import type { Commands, EventName, Events, Hello, Op, Position } from "../generated/wire";
import { Emitter } from "../lib/emitter";
import { type Frame, PROTOCOL, readFrames, type WireEvent } from "./frames";
import { Link } from "./link";
import { Refused, Requests } from "./requests";
import { type Outcome, Streams } from "./streams";

/** What the connection is doing. `refused` stays so: the session ended or may not connect. */
export type GatewayStatus = "idle" | "connecting" | "open" | "refused";

/** What the gateway tells about itself; `ready` comes after every resume, `reset` names a stream to load anew. */
export interface GatewayEvents {
  status: GatewayStatus;
  ready: { me: string };
  reset: { stream: string };
  closed: { code: number };
}

/** An event as other parts of the page get it on `window`, as the detail of "samovar:event". */
export interface AnyEvent {
  stream: string;
  name: string;
  data: Record<string, unknown>;
}

type SequencedEvent = WireEvent & { q: number };

const PATIENCE = 15_000;
const PROBE = 4_000;
const AGAIN = 1_500;

/**
 * The tab's one connection: commands and their answers, events in the order of their streams,
 * and after every loss everything that was missed. It lives as long as the tab.
 */
export class Gateway {
  /** What this connection tells about itself. */
  readonly own = new Emitter<GatewayEvents>();
  private readonly events = new Emitter<Record<string, { data: unknown; stream: string }>>();
  private readonly streams = new Streams<SequencedEvent>();
  private readonly requests = new Requests();
  private readonly link: Link;
  private readonly urgent: (() => boolean)[] = [];
  private pass = "";
  private hello: Hello | null = null;
  private now: GatewayStatus = "idle";
  private catching = false;
  private again = false;
  private heartbeat: ReturnType<typeof setInterval> | null = null;

  constructor() {
    const handlers = {
      text: (text: string) => this.take(text),
      down: (code: number, again: boolean) => this.down(code, again),
    };
    this.link = new Link(
      () => this.address(),
      handlers,
      () => this.urgent.some((holds) => holds()),
    );
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible" && this.hello) void this.probe();
    });
  }

  /** A lost connection is tried again after short pauses while this holds. */
  hurryWhile(holds: () => boolean): void {
    this.urgent.push(holds);
  }

  /** Connects unless it does already. A guest names the code of the room that the pass is for. */
  start(pass = ""): void {
    if (pass) this.pass = pass;
    if (this.now !== "idle") return;
    this.become("connecting");
    this.link.open();
  }

  get status(): GatewayStatus {
    return this.now;
  }

  /** `u:<person>` or `g:<pass>` once connected, also while the connection is lost. */
  get me(): string | null {
    return this.hello?.me ?? null;
  }

  /** Is what comes now happening now? False while what was missed is being told. */
  get live(): boolean {
    return this.now === "open" && !this.catching;
  }

  /** Resolves once it is connected; rejects with Refused (`offline`) when it is not for so long. */
  async connected(patience = PATIENCE): Promise<void> {
    if (this.now === "open") return;
    await new Promise<void>((resolve, reject) => {
      const settle = (): void => {
        clearTimeout(timer);
        stop();
        if (this.now === "open") resolve();
        else reject(new Refused("offline"));
      };
      const stop = this.own.on("status", (status) => {
        if (status !== "connecting") settle();
      });
      const timer = setTimeout(settle, patience);
    });
  }

  /**
   * Asks the server for something; before the page's first connection it waits for that one, begun or not:
   * what opens a dialog may be there before what connects.
   * Rejects with Refused; `unanswered` when nobody knows whether it was done.
   */
  async request<Name extends Op>(
    op: Name,
    data: Commands[Name]["in"],
    timeout = PATIENCE,
  ): Promise<Commands[Name]["out"]> {
    if (this.hello === null && this.now !== "refused") await this.connected(timeout);
    const answer = await this.requests.ask(timeout, (id) => {
      const sent = this.link.send(JSON.stringify({ ...data, id, op }));
      if (!sent) this.requests.refuse(id, new Refused("offline"));
    });
    // The server checks what it sends against the very declaration this type is generated from.
    return answer as Commands[Name]["out"];
  }

  /** Hears every event of this name, of whatever stream; returns how to stop it. */
  on<Name extends EventName>(name: Name, handler: (data: Events[Name], stream: string) => void): () => void {
    return this.events.on(name, ({ data, stream }) => handler(data as Events[Name], stream));
  }

  /** Hears the events of this name of one stream; returns how to stop it. */
  onStream<Name extends EventName>(
    stream: string,
    name: Name,
    handler: (data: Events[Name]) => void,
  ): () => void {
    return this.on(name, (data, from) => {
      if (from === stream) handler(data);
    });
  }

  /** From now on events of this stream are held for the snapshot that was asked for. */
  expectStream(stream: string): void {
    this.streams.expect(stream);
  }

  /** The snapshot is there: what came since is applied, and the stream is resumed after every loss. */
  openStream(stream: string, at: Position): void {
    this.carryOut(this.streams.open(stream, at));
  }

  /** Nothing of this stream is wanted any more. */
  closeStream(stream: string): void {
    this.streams.close(stream);
  }

  private address(): string {
    const url = new URL("/ws/", location.href);
    url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    if (this.pass) url.searchParams.set("pass", this.pass);
    return url.href;
  }

  private take(text: string): void {
    for (const frame of readFrames(text)) this.handle(frame);
  }

  private handle(frame: Frame): void {
    if (frame.kind === "event") this.receive(frame.event);
    else if (frame.kind === "ok") this.requests.answer(frame.id, frame.answer);
    else if (frame.kind === "refused") this.requests.refuse(frame.id, frame.error);
    else if (frame.kind === "hello") this.greet(frame.hello);
    else reloadOnce("asked");
  }

  private greet(hello: Hello): void {
    if (hello.v > PROTOCOL) reloadOnce(`v${hello.v}`);
    // Somebody else logged in meanwhile: nothing on this page is meant for that person.
    if (this.hello && this.hello.me !== hello.me) {
      location.reload();
      return;
    }
    const first = this.hello === null;
    this.hello = hello;
    this.link.settled();
    this.beat(hello.ping);
    const own = hello.pos[hello.me];
    if (first && own) this.openStream(hello.me, own);
    void this.welcome(first);
  }

  private async welcome(first: boolean): Promise<void> {
    if (!first) await this.catchUp();
    const hello = this.hello;
    if (!hello) return;
    this.become("open");
    this.own.emit("ready", { me: hello.me });
  }

  private receive(event: WireEvent): void {
    if (isSequenced(event)) this.carryOut(this.streams.receive(event));
    else this.tell(event);
  }

  private carryOut(outcome: Outcome<SequencedEvent>): void {
    for (const event of outcome.apply) this.tell(event);
    if (outcome.gap) void this.catchUp();
  }

  private tell(event: WireEvent): void {
    this.events.emit(event.e, { data: event.d, stream: event.s });
    const detail: AnyEvent = { stream: event.s, name: event.e, data: event.d };
    window.dispatchEvent(new CustomEvent("samovar:event", { detail }));
  }

  /** Asks for what is missing; one question at a time, and once more if something came up meanwhile. */
  private async catchUp(): Promise<void> {
    this.again = true;
    if (this.catching) return;
    this.catching = true;
    try {
      while (this.again) {
        this.again = false;
        await this.resume();
      }
    } catch (error) {
      // Without a connection the next hello asks; otherwise the server was only busy.
      if (!(error instanceof Refused && error.code === "offline"))
        setTimeout(() => void this.catchUp(), AGAIN);
    } finally {
      this.catching = false;
    }
  }

  private async resume(): Promise<void> {
    const answer = await this.request("resume", { pos: this.streams.positions() });
    for (const stream of answer.reset) this.lose(stream, answer.pos[stream]);
    if (this.streams.behind(answer.pos).length > 0) setTimeout(() => void this.catchUp(), AGAIN);
  }

  /** Too much was missed. One's own stream goes on from its head; a room's waits for whoever loads it anew. */
  private lose(stream: string, head: Position | undefined): void {
    if (stream === this.me && head) this.openStream(stream, head);
    else this.streams.expect(stream);
    this.own.emit("reset", { stream });
    window.dispatchEvent(new CustomEvent("samovar:reset", { detail: { stream } }));
  }

  private beat(seconds: number): void {
    if (this.heartbeat) clearInterval(this.heartbeat);
    this.heartbeat = setInterval(() => void this.probe(), seconds * 1000);
  }

  /** Is the connection alive, and is anything missing? A dead one is replaced. */
  private async probe(): Promise<void> {
    try {
      const { heads } = await this.request("ping", {}, PROBE);
      if (this.streams.behind(heads).length > 0) void this.catchUp();
    } catch (error) {
      if (error instanceof Refused && error.code === "timeout") this.link.drop();
    }
  }

  private down(code: number, again: boolean): void {
    if (this.heartbeat) clearInterval(this.heartbeat);
    this.heartbeat = null;
    this.become(again ? "connecting" : "refused");
    this.requests.abandon();
    this.own.emit("closed", { code });
  }

  private become(status: GatewayStatus): void {
    if (this.now === status) return;
    this.now = status;
    this.own.emit("status", status);
  }
}

function isSequenced(event: WireEvent): event is SequencedEvent {
  return event.q !== undefined;
}

/** Loads the page anew for a newer server, but never twice for the same reason. */
function reloadOnce(reason: string): void {
  const key = "samovar:reloaded";
  if (sessionStorage.getItem(key) === reason) return;
  sessionStorage.setItem(key, reason);
  location.reload();
}

/** The one connection of this tab. */
export const gateway = new Gateway();
