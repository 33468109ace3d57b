/** Who follows a signal, and its one listener. */
interface Followers {
  all: Set<() => void>;
  listener: () => void;
}

const followers = new WeakMap<AbortSignal, Followers>();

/**
 * Runs something when a signal aborts, at once where it has aborted already. However many calls follow one signal, it has
 * one listener, and none when they are over: more than ten would make Node warn of a leak.
 *
 * @returns the function that ends it.
 */
export function onAbort(signal: AbortSignal, run: () => void): () => void {
  if (signal.aborted) {
    run();
    return () => {};
  }
  const follower = () => run();
  const followed = followers.get(signal) ?? listen(signal);
  const { all, listener } = followed;
  all.add(follower);
  return () => {
    if (!all.delete(follower) || all.size > 0) return;
    signal.removeEventListener("abort", listener);
    if (followers.get(signal) === followed) followers.delete(signal);
  };
}

function listen(signal: AbortSignal): Followers {
  const all = new Set<() => void>();
  const listener = () => {
    for (const follower of [...all]) follower();
  };
  const followed = { all, listener };
  followers.set(signal, followed);
  signal.addEventListener("abort", listener, { once: true });
  return followed;
}
