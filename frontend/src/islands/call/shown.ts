import { nothing } from "lit";
import { AsyncDirective } from "lit/async-directive.js";
import { directive, type ElementPart } from "lit/directive.js";
import { show } from "../../media/shown";

/**
 * Gives an element the stream it shows, tells the media so, and takes the stream away when the element goes: what
 * still plays is never let go of by the browser, nor is the tile around it.
 */
class Shown extends AsyncDirective {
  private video: HTMLVideoElement | null = null;
  private stream: MediaStream | null = null;
  private stop: () => void = () => undefined;

  override update(part: ElementPart, [stream]: [MediaStream]): typeof nothing {
    const video = part.element;
    if (video instanceof HTMLVideoElement && (stream !== this.stream || video !== this.video)) {
      this.stop();
      this.video = video;
      this.stream = stream;
      this.reconnected();
    }
    return nothing;
  }

  render(_stream: MediaStream): typeof nothing {
    return nothing;
  }

  override disconnected(): void {
    this.stop();
    this.stop = () => undefined;
    if (this.video) this.video.srcObject = null;
  }

  override reconnected(): void {
    if (!this.video || !this.stream) return;
    if (this.video.srcObject !== this.stream) this.video.srcObject = this.stream;
    this.stop = show(this.stream, this.video);
  }
}

export const shown = directive(Shown);
