/** The sound of a ring, until it is stopped. Browsers that were not clicked yet keep it silent. */

const PITCHES = [659.25, 830.61];
const PERIOD_MS = 2400;
const LOUDNESS = 0.14;

export class RingTone {
  private context: AudioContext | null = null;
  private timer = 0;

  start(): void {
    if (this.timer || !navigator.userActivation?.hasBeenActive) return;
    this.context = new AudioContext();
    this.sound();
    this.timer = window.setInterval(() => this.sound(), PERIOD_MS);
  }

  stop(): void {
    window.clearInterval(this.timer);
    this.timer = 0;
    this.context?.close().catch(() => undefined);
    this.context = null;
  }

  private sound(): void {
    const { context } = this;
    if (!context) return;
    for (const [index, frequency] of PITCHES.entries()) {
      const at = context.currentTime + index * 0.28;
      const volume = new GainNode(context, { gain: 0 });
      volume.gain.setValueAtTime(LOUDNESS, at);
      volume.gain.exponentialRampToValueAtTime(0.001, at + 0.6);
      const oscillator = new OscillatorNode(context, { frequency });
      oscillator.connect(volume).connect(context.destination);
      oscillator.start(at);
      oscillator.stop(at + 0.6);
    }
  }
}
