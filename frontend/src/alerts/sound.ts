/** A short soft sound of our own: two notes, made here. */

const NOTES = [
  { frequency: 587.33, at: 0 },
  { frequency: 880, at: 0.11 },
] as const;
const LENGTH = 0.32;
const LOUDNESS = 0.09;

let context: AudioContext | null = null;

/** Plays it, where the browser lets this tab be heard already. */
export function chime(): void {
  if (!navigator.userActivation?.hasBeenActive) return;
  context ??= new AudioContext();
  void context.resume();
  for (const { frequency, at } of NOTES) note(context, frequency, context.currentTime + at);
}

function note(audio: AudioContext, frequency: number, at: number): void {
  const volume = new GainNode(audio, { gain: 0 });
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(LOUDNESS, at + 0.015);
  volume.gain.exponentialRampToValueAtTime(0.0005, at + LENGTH);
  const oscillator = new OscillatorNode(audio, { frequency, type: "sine" });
  oscillator.connect(volume).connect(audio.destination);
  oscillator.start(at);
  oscillator.stop(at + LENGTH);
}
