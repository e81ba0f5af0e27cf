/** A short chime on the chosen speaker, so that one hears whether it is the right one. */

type Sinkable = HTMLAudioElement & { setSinkId?: (id: string) => Promise<void> };

const NOTES = [523.25, 659.25, 783.99];
const NOTE_SECONDS = 0.22;
const LOUDNESS = 0.18;

/** Play it on `speaker`, null for the system's own choice; resolves when it has sounded. */
export async function playTestSound(speaker: string | null): Promise<void> {
  const context = new AudioContext();
  const out = context.createMediaStreamDestination();
  const player: Sinkable = new Audio();
  player.srcObject = out.stream;
  try {
    // A speaker that was unplugged meanwhile leaves the system's own.
    if (speaker) await player.setSinkId?.(speaker).catch(() => undefined);
    await player.play();
    await chime(context, out);
  } finally {
    player.srcObject = null;
    await context.close();
  }
}

function chime(context: AudioContext, out: AudioNode): Promise<void> {
  return new Promise((resolve) => {
    const start = context.currentTime + 0.05;
    const tones = NOTES.map((pitch, index) => tone(context, out, pitch, start + index * NOTE_SECONDS));
    tones.at(-1)?.addEventListener("ended", () => resolve());
  });
}

function tone(context: AudioContext, out: AudioNode, pitch: number, at: number): OscillatorNode {
  const oscillator = new OscillatorNode(context, { frequency: pitch });
  const volume = new GainNode(context, { gain: 0 });
  volume.gain.setValueAtTime(LOUDNESS, at);
  volume.gain.exponentialRampToValueAtTime(0.001, at + NOTE_SECONDS * 2);
  oscillator.connect(volume).connect(out);
  oscillator.start(at);
  oscillator.stop(at + NOTE_SECONDS * 2);
  return oscillator;
}
