"""How long somebody in a call does not hear somebody else."""

from __future__ import annotations

from tests.e2e.calls_support import Caller
from tests.support.waiting import wait_until

# Notes the longest time without the tone of somebody, in ms, in what is played of him. A page under load
# looks only now and then, so what was played is looked at afterwards, sample by sample: four analysers, each
# of them later than the one before, know the last 2.7 s. What is older than that counts as silence.
LISTEN = """
(peer) => {
  const SIZE = 32768, SPANS = 4;
  const context = new AudioContext({ sampleRate: 48000 });
  const entry = context.createGain();
  const analysers = Array.from({ length: SPANS }, (_, spans) => {
    const analyser = new AnalyserNode(context, { fftSize: SIZE });
    if (!spans) entry.connect(analyser);
    else {
      const delayTime = (spans * SIZE) / context.sampleRate;
      entry.connect(new DelayNode(context, { maxDelayTime: delayTime + 1, delayTime })).connect(analyser);
    }
    return analyser;
  }).reverse();
  const ear = { longest: 0, loud: false, run: 0, at: 0, timer: 0 };
  probe.ear = ear;
  const voices = new Map();
  const listen = (audio) => {
    voices.get(audio)?.disconnect();
    voices.delete(audio);
    if (!audio.srcObject?.getAudioTracks().length) return;
    const voice = context.createMediaStreamSource(audio.srcObject);
    voice.connect(entry);
    voices.set(audio, voice);
  };
  const media = HTMLMediaElement.prototype;
  const real = Object.getOwnPropertyDescriptor(media, "srcObject");
  Object.defineProperty(media, "srcObject", { ...real, set(stream) {
    real.set.call(this, stream);
    if (this.dataset.peer === peer) listen(this);
  } });
  for (const audio of document.querySelectorAll("audio")) if (audio.dataset.peer === peer) listen(audio);
  const samples = new Float32Array(SIZE * SPANS);
  ear.timer = setInterval(() => {
    const now = Math.round(context.currentTime * context.sampleRate);
    analysers.forEach((one, span) =>
      one.getFloatTimeDomainData(samples.subarray(span * SIZE, (span + 1) * SIZE)));
    const fresh = Math.min(now - ear.at, samples.length);
    ear.run += now - ear.at - fresh;
    ear.at = now;
    for (let n = samples.length - fresh; n < samples.length; n++) {
      ear.run = Math.abs(samples[n]) > 0.01 ? 0 : ear.run + 1;
      ear.longest = Math.max(ear.longest, (ear.run / context.sampleRate) * 1000);
    }
    if (fresh && !ear.run) ear.loud = true;
  }, 100);
}
"""


def listen(ear: Caller, voice: Caller) -> None:
    """Let ``ear`` listen to what is played of ``voice`` from now on, which is heard already."""
    ear.page.evaluate(LISTEN, voice.tile(voice).get_attribute("data-peer"))
    wait_until(lambda: ear.page.evaluate("() => probe.ear.loud"), what="one hears the other")
    ear.page.evaluate("() => { probe.ear.longest = 0; }")
