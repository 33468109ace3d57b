import { onAbort } from "@metermux/http";
import { abortedError, throwIfAborted } from "../stop-signal.js";

/** Lists that are being read, each once for all who wait for it. */
export interface Readings<List> {
  /**
   * Waits for the reading of a list that is under way, or begins one.
   *
   * @returns the list, and whether its reading began for this call.
   * @throws MetermuxError `aborted` as soon as the signal is; whatever ended the reading. It goes on while anyone waits,
   * and is aborted with the last of them.
   */
  read(
    key: string,
    begin: (signal: AbortSignal) => Promise<List>,
    signal: AbortSignal,
  ): Promise<{ list: List; isNew: boolean }>;
}

interface Reading<List> {
  list: Promise<List>;
  stop: AbortController;
  waiting: number;
}

/** Nothing is being read yet. */
export function createReadings<List>(): Readings<List> {
  const underWay = new Map<string, Reading<List>>();

  function start(key: string, begin: (signal: AbortSignal) => Promise<List>): Reading<List> {
    const stop = new AbortController();
    const reading = { list: begin(stop.signal), stop, waiting: 0 };
    underWay.set(key, reading);
    const leave = () => end(key, reading);
    reading.list.then(leave, leave);
    return reading;
  }

  function end(key: string, reading: Reading<List>): void {
    if (underWay.get(key) === reading) underWay.delete(key);
  }

  return {
    async read(key, begin, signal) {
      throwIfAborted(signal);
      const known = underWay.get(key);
      const reading = known ?? start(key, begin);
      reading.waiting += 1;
      const list = await new Promise<List>((resolve, reject) => {
        const forget = onAbort(signal, () => {
          reading.waiting -= 1;
          if (reading.waiting === 0) {
            // Whoever comes now begins another one.
            end(key, reading);
            reading.stop.abort(signal.reason);
          }
          reject(abortedError(signal));
        });
        reading.list.then(resolve, reject).finally(forget);
      });
      return { list, isNew: known === undefined };
    },
  };
}
