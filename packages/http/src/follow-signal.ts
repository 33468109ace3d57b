const followers = new WeakMap<AbortSignal, Set<() => void>>();

/**
 * Runs something when a signal aborts. However many calls follow one signal, it has one listener, and none when they
 * are over: more than ten would make Node warn of a leak.
 *
 * @returns the function that ends it.
 */
export function onAbort(signal: AbortSignal, run: () => void): () => void {
  const follower = () => run();
  const all = followers.get(signal) ?? listen(signal);
  all.add(follower);
  return () => {
    if (all.delete(follower) && all.size === 0) unlisten(signal, all);
  };
}

const listeners = new WeakMap<Set<() => void>, () => void>();

function listen(signal: AbortSignal): Set<() => void> {
  const all = new Set<() => void>();
  const tell = () => {
    for (const follower of [...all]) follower();
  };
  followers.set(signal, all);
  listeners.set(all, tell);
  signal.addEventListener("abort", tell, { once: true });
  return all;
}

function unlisten(signal: AbortSignal, all: Set<() => void>): void {
  const tell = listeners.get(all);
  if (tell !== undefined) signal.removeEventListener("abort", tell);
  if (followers.get(signal) === all) followers.delete(signal);
}
