import type { Clock } from "./clock.js";

/** A clock that stands still until a test moves it. */
export interface ManualClock extends Clock {
  /** The waits that were asked for, in milliseconds, in order. */
  readonly waits: number[];
  /** How many waits are pending. */
  pending(): number;
  /** Sets the wall clock by so many milliseconds, forwards or backwards; no time passes. */
  set(ms: number): void;
  /** Moves time to the end of the shortest pending wait. */
  skip(): void;
  /** Moves time on, wait by wait, until the promise settles; gives its result. */
  settle<T>(promise: Promise<T>): Promise<T>;
}

/** Lets everything that is ready run; no time passes on the manual clock. */
export async function flush(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await new Promise<void>((resolve) => setTimeout(resolve, 0));
}

export function createManualClock(start = 0): ManualClock {
  let time = start;
  let offset = 0;
  let timers: { at: number; ring: () => void }[] = [];
  const clock: ManualClock = {
    waits: [],
    now: () => time + offset,
    monotonic: () => time,
    set(ms) {
      offset += ms;
    },
    pending: () => timers.length,
    wait(ms, signal) {
      clock.waits.push(ms);
      return new Promise((resolve, reject) => {
        if (signal?.aborted) {
          reject(signal.reason);
          return;
        }
        const timer = { at: time + ms, ring: () => resolve() };
        timers.push(timer);
        signal?.addEventListener("abort", () => {
          timers = timers.filter((other) => other !== timer);
          reject(signal.reason);
        });
      });
    },
    skip() {
      const next = timers.reduce<(typeof timers)[number] | undefined>((a, b) => (a && a.at <= b.at ? a : b), undefined);
      if (next === undefined) return;
      timers = timers.filter((timer) => timer !== next);
      time = Math.max(time, next.at);
      next.ring();
    },
    async settle(promise) {
      let settled = false;
      const mark = () => {
        settled = true;
      };
      promise.then(mark, mark);
      for (let turn = 0; turn < 500; turn += 1) {
        await flush();
        if (settled) return promise;
        clock.skip();
      }
      throw new Error("the promise did not settle however far time went");
    },
  };
  return clock;
}
