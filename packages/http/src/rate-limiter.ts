import { type Clock, monotonicTime } from "./clock.js";
import { onAbort } from "./follow-signal.js";
import { createTurnWindow } from "./turn-window.js";

/** How fast a connection may send: so many requests in any window of so many milliseconds. */
export interface Rate {
  requests: number;
  windowMs: number;
  /** How many requests may be under way at once. Default no limit. */
  concurrency?: number | undefined;
}

/** The pace of one connection, shared by all its calls. */
export interface RateLimiter {
  /**
   * Runs work when its turn has come; rejects with the signal's reason when it aborts first, and takes no turn then.
   *
   * @param timeLeft milliseconds until the call's deadline. A turn is not given to a call whose time is too short for an
   * answer while another call has enough.
   */
  run<T>(signal: AbortSignal, work: () => Promise<T>, timeLeft?: () => number): Promise<T>;
  /** Nobody sends for so many milliseconds: the vendor said so. */
  hold(ms: number): void;
  /** The vendor refused for its rate: half as many from now on. */
  slow(): void;
  /** The vendor answered: one more again after each window's worth of answers. */
  recover(): void;
}

/** A call that waits for its turn. */
interface Waiting {
  timeLeft(): number;
  enter(): void;
}

/**
 * A sliding window; turns are given in the order they were asked for. It holds against a vendor that counts a sliding
 * window and against one that refills a bucket at the same rate. A turn is taken when a request is sent and not before,
 * so a call that gives up while it waits costs the others nothing.
 */
export function createRateLimiter(rate: Rate | false, clock: Clock): RateLimiter {
  const {
    requests,
    windowMs,
    concurrency = Number.POSITIVE_INFINITY,
  } = rate || {
    requests: Number.POSITIVE_INFINITY,
    windowMs: 0,
  };
  const elapsed = monotonicTime(clock);
  // A wait that is over has taken its time, also where a timer of the runtime ends a fraction early.
  let reached = Number.NEGATIVE_INFINITY;
  const time = () => Math.max(elapsed(), reached);
  const window = createTurnWindow({ requests, windowMs });
  const queue = new Set<Waiting>();
  const answerTime = createAnswerTime();
  let free = concurrency;
  let share = requests;
  let answers = 0;
  let heldUntil = Number.NEGATIVE_INFINITY;
  let timer: AbortController | undefined;

  function stopTimer(): void {
    // A reason of its own: the usual one is an error, and its stack costs more than the timer.
    timer?.abort("done");
    timer = undefined;
  }

  /** Lets in whoever's turn has come, and comes back when the next one is due. */
  function letIn(): void {
    if (timer !== undefined && queue.size > 0) return;
    while (queue.size > 0 && free > 0) {
      const now = time();
      const waitMs = Math.max(heldUntil, window.due(share)) - now;
      if (waitMs > 0) {
        comeBack(waitMs);
        return;
      }
      const next = choose(queue, answerTime.usual());
      queue.delete(next);
      free -= 1;
      window.take(now);
      next.enter();
    }
    stopTimer();
  }

  function comeBack(ms: number): void {
    timer = new AbortController();
    const due = time() + ms;
    const again = () => {
      reached = due;
      timer = undefined;
      letIn();
    };
    clock.wait(ms, timer.signal).then(again, () => {});
  }

  async function finish<T>(work: () => Promise<T>): Promise<T> {
    const began = elapsed();
    let answered = false;
    try {
      const result = await work();
      answered = true;
      return result;
    } finally {
      answerTime.note(elapsed() - began, answered);
      free += 1;
      letIn();
    }
  }

  return {
    async run(signal, work, timeLeft = () => Number.POSITIVE_INFINITY) {
      signal.throwIfAborted();
      return new Promise((resolve, reject) => {
        const leave = () => {
          unfollow();
          queue.delete(waiting);
          letIn();
          reject(signal.reason);
        };
        const enter = () => {
          unfollow();
          resolve(finish(work));
        };
        const waiting = { timeLeft, enter };
        const unfollow = onAbort(signal, leave);
        queue.add(waiting);
        letIn();
      });
    },
    hold(ms) {
      heldUntil = Math.max(heldUntil, time() + ms);
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

/** The first in the queue whose time is enough for an answer; where no call has enough, the one that came last. */
function choose(queue: Set<Waiting>, answerMs: number): Waiting {
  let last: Waiting | undefined;
  for (const waiting of queue) {
    if (waiting.timeLeft() >= answerMs) return waiting;
    last = waiting;
  }
  // It is called for a queue that is not empty.
  return last as Waiting;
}

/** How long an answer usually takes: twice the moving mean, so that most answers come within it. */
function createAnswerTime() {
  let mean: number | undefined;
  return {
    usual: () => 2 * (mean ?? 0),
    note(ms: number, answered: boolean): void {
      // A request that ended without an answer would have taken longer than it was given.
      if (answered || ms > (mean ?? 0)) mean = mean === undefined ? ms : mean + (ms - mean) / 4;
    },
  };
}
