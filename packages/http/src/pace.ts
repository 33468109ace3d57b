import type { Clock } from "./clock.js";

/** How fast a connection may send: so many requests in any window of so many milliseconds. */
export interface Rate {
  requests: number;
  windowMs: number;
}

/** Lets one request go; resolves when its turn has come, rejects when the signal aborts first. */
export type Pacer = (signal: AbortSignal) => Promise<void>;

/**
 * A sliding window shared by all calls of a connection; turns are given in the order they were asked for. It holds
 * against a vendor that counts a sliding window and against one that refills a bucket at the same rate.
 */
export function createPacer({ requests, windowMs }: Rate, clock: Clock): Pacer {
  let turns: number[] = [];
  let seen = Number.NEGATIVE_INFINITY;
  return async (signal) => {
    const now = clock.now();
    // A wall clock that was set back would make turns that lie far in the future.
    if (now < seen) turns = [];
    seen = now;
    const last = turns.at(-1) ?? now;
    const free = turns.length < requests ? now : (turns.shift() ?? now) + windowMs;
    const turn = Math.max(now, last, free);
    turns.push(turn);
    if (turn > now) await clock.wait(turn - now, signal);
  };
}
