import type { ReactiveController, ReactiveControllerHost } from "lit";
import { captions } from "../../media/captions";
import { callSession } from "../../media/session";

/** Renders its element again whenever the call has changed. */
export class CallController implements ReactiveController {
  private stop: (() => void) | null = null;

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostConnected(): void {
    const redraw = (): void => this.host.requestUpdate();
    const stops = [callSession.events.on("change", redraw), captions.events.on("change", redraw)];
    this.stop = () => {
      for (const stop of stops) stop();
    };
    this.host.requestUpdate();
  }

  hostDisconnected(): void {
    this.stop?.();
    this.stop = null;
  }
}
