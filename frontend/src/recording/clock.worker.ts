/** Ticks also while the page is hidden: there timers of the page itself come once a second. */

let timer = 0;

self.addEventListener("message", ({ data }: MessageEvent<number>) => {
  clearInterval(timer);
  timer = data > 0 ? (setInterval(() => self.postMessage(0), data) as unknown as number) : 0;
});
