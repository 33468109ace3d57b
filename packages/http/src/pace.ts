import type { Clock } from "./clock.js";

/** How fast a connection may send: so many requests in any window of so many milliseconds. */
export interface Rate {
  requests: number;
  windowMs: number;
  /** How many requests may be under way at once. Default no limit. */
  concurrency?: number;
}

/** The pace of one connection, shared by all its calls. */
export interface Pacer {
  /** Runs work when its turn has come; rejects with the signal's reason when it aborts first. */
  run<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T>;
  /** Nobody sends for so many milliseconds: the vendor said so. */
  hold(ms: number): void;
  /** The vendor refused for its rate: half as many from now on. */
  slow(): void;
  /** The vendor answered: one more again after each window's worth of answers. */
  recover(): void;
}

/**
 * A sliding window; turns are given in the order they were asked for. It holds against a vendor that counts a sliding
 * window and against one that refills a bucket at the same rate.
 */
export function createPacer(rate: Rate | false, clock: Clock): Pacer {
  const { requests, windowMs, concurrency } = {
    concurrency: Number.POSITIVE_INFINITY,
    ...(rate || { requests: Number.POSITIVE_INFINITY, windowMs: 0 }),
  };
  const slots = createSlots(concurrency);
  let share = requests;
  let answers = 0;
  let turns: number[] = [];
  let seen = Number.NEGATIVE_INFINITY;
  let heldUntil = Number.NEGATIVE_INFINITY;

  function nextTurn(now: number): number {
    // A wall clock that was set back would make turns that lie far in the future.
    if (now < seen) turns = [];
    seen = now;
    const oldest = turns.at(-share);
    const turn = Math.max(now, turns.at(-1) ?? now, oldest === undefined ? now : oldest + windowMs);
    if (Number.isFinite(share)) turns = [...turns, turn].slice(-requests);
    return turn;
  }

  return {
    async run(signal, work) {
      await slots.take(signal);
      try {
        let now = clock.now();
        for (let until = Math.max(nextTurn(now), heldUntil); until > now; until = heldUntil) {
          await clock.wait(until - now, signal);
          now = until;
        }
        return await work();
      } finally {
        slots.give();
      }
    },
    hold(ms) {
      heldUntil = Math.max(heldUntil, clock.now() + ms);
    },
    slow() {
      share = Math.max(1, Math.floor(share / 2));
      answers = 0;
    },
    recover() {
      answers += 1;
      if (share >= requests || answers < share) return;
      share += 1;
      answers = 0;
    },
  };
}

/** Room for so many at once, first come, first served. */
function createSlots(limit: number) {
  let free = limit;
  let queue: (() => void)[] = [];
  return {
    take(signal: AbortSignal): Promise<void> {
      signal.throwIfAborted();
      if (free > 0) {
        free -= 1;
        return Promise.resolve();
      }
      return new Promise((resolve, reject) => {
        const enter = () => {
          signal.removeEventListener("abort", leave);
          resolve();
        };
        const leave = () => {
          queue = queue.filter((waiting) => waiting !== enter);
          reject(signal.reason);
        };
        signal.addEventListener("abort", leave, { once: true });
        queue.push(enter);
      });
    },
    give(): void {
      const next = queue.shift();
      if (next === undefined) free += 1;
      else next();
    },
  };
}
