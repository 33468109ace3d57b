import { createChunks } from "../chunks.js";
import type { PlainBody } from "../plain-fetch.js";

/** What waits unread before the connection is asked to pause, in bytes. A reader that keeps up never comes near it. */
const WAITING_BYTES = 1024 * 1024;

/** A body while it arrives: the connection puts chunks in, a reader takes them out. */
export interface ArrivingBody extends PlainBody {
  /** @returns whether there is room for more; when not, `resume` is called once there is. */
  push(chunk: Uint8Array): boolean;
  end(): void;
  /** What waits unread is dropped: a body that broke off is no body. */
  fail(reason: unknown): void;
}

interface Waiting {
  resolve(next: IteratorResult<Uint8Array, unknown>): void;
  reject(reason: unknown): void;
}

/**
 * Hands chunks from a connection to a reader.
 *
 * @param connection `resume` lets the connection send again; `stop` gives it up, as nobody reads on.
 */
export function createArrivingBody(connection: { resume(): void; stop(): void }): ArrivingBody {
  const chunks = createChunks();
  let paused = false;
  let state: "open" | "ended" | "failed" = "open";
  let failure: unknown;
  let waiting: Waiting | undefined;

  const take = (): Waiting | undefined => {
    const taken = waiting;
    waiting = undefined;
    return taken;
  };
  const close = (): void => {
    chunks.clear();
    state = "ended";
    take()?.resolve({ done: true, value: undefined });
  };
  const cancel = async (): Promise<void> => {
    if (state === "open") connection.stop();
    if (state !== "failed") close();
  };

  function read(): Promise<IteratorResult<Uint8Array, unknown>> {
    const value = chunks.take();
    if (value !== undefined) {
      if (paused && chunks.length === 0) {
        paused = false;
        connection.resume();
      }
      return Promise.resolve({ done: false, value });
    }
    if (state === "ended") return Promise.resolve({ done: true, value: undefined });
    if (state === "failed") return Promise.reject(failure);
    return new Promise((resolve, reject) => {
      waiting = { resolve, reject };
    });
  }

  return {
    getReader: () => ({ read, cancel }),
    cancel,
    push(chunk) {
      if (state !== "open") return true;
      const reader = take();
      if (reader !== undefined) {
        reader.resolve({ done: false, value: chunk });
        return true;
      }
      chunks.add(chunk);
      paused = chunks.bytes > WAITING_BYTES;
      return !paused;
    },
    end() {
      if (state !== "open") return;
      state = "ended";
      take()?.resolve({ done: true, value: undefined });
    },
    fail(reason) {
      if (state !== "open") return;
      chunks.clear();
      state = "failed";
      failure = reason;
      take()?.reject(reason);
    },
  };
}
