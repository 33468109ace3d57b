import type { Clock } from "./clock.js";
import type { TransportEvent } from "./events.js";
import type { Rate } from "./rate-limiter.js";
import type { RetryOptions } from "./retry.js";

/** What a user may set on any vendor client. Times are milliseconds; undefined means the default. */
export interface ConnectionOptions extends RetryOptions {
  /** The vendor's address, where it is not the public one. */
  baseUrl?: string | undefined;
  /** Used in place of the runtime's `fetch`. */
  fetch?: ((request: Request) => Promise<Response>) | undefined;
  /** Limit of one attempt, from its sending to the last byte of the body; and of getting a credential for it. Default 60,000. */
  timeoutMs?: number | undefined;
  /** Limit of a whole call, with its waits and attempts. Default none. */
  deadlineMs?: number | undefined;
  /** How fast this connection sends; false for no limit of our own. Default the vendor client's `defaultRate`. */
  rate?: Rate | false | undefined;
  /**
   * A larger body is refused: `unexpected_response`. Default 64 MiB (67,108,864 bytes). Reading one takes memory of about
   * eight times its bytes.
   */
  maxResponseBytes?: number | undefined;
  /** Allows plain http to other machines. */
  allowInsecure?: boolean | undefined;
  /** Called with every attempt, answer, wait and end. What it throws, or its promise rejects with, is ignored. */
  onEvent?: ((event: TransportEvent) => void) | undefined;
  /** Where time comes from; for tests. */
  clock?: Clock | undefined;
  /** Random numbers from 0 to below 1 for the waits; for tests. */
  random?: (() => number) | undefined;
}
