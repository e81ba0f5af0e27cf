/** Who shows which remote picture where: a media server sends no larger one than is looked at. */

type Watcher = (video: HTMLVideoElement) => () => void;

const watchers = new WeakMap<MediaStream, Watcher>();

/** From now on `watcher` hears of each element that shows this stream; what it returns is called at the end. */
export function watchShown(stream: MediaStream, watcher: Watcher): void {
  watchers.set(stream, watcher);
}

/** This element shows the stream until the returned function is called. */
export function show(stream: MediaStream, video: HTMLVideoElement): () => void {
  return watchers.get(stream)?.(video) ?? (() => undefined);
}
