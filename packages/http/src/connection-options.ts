import type { Clock } from "./clock.js";
import type { TransportEvent } from "./events.js";
import type { Rate } from "./pace.js";
import type { RetryOptions } from "./retry.js";

/** What a user may set on any vendor client. Times are milliseconds. */
export interface ConnectionOptions extends RetryOptions {
  /** The vendor's address, where it is not the public one. */
  baseUrl?: string | undefined;
  /** Used in place of the runtime's `fetch`. */
  fetch?: (request: Request) => Promise<Response>;
  /** Limit of one attempt, from its sending to the last byte of the body. Default 60,000. */
  timeoutMs?: number;
  /** Limit of a whole call, with its waits and attempts. Default none. */
  deadlineMs?: number;
  /** How fast this connection sends; false for no limit of our own. */
  rate?: Rate | false;
  /**
   * A larger body is refused: `unexpected_response`. Default 64 MiB (67,108,864 bytes). Reading one takes memory of about
   * eight times its bytes.
   */
  maxResponseBytes?: number;
  /** Allows plain http to other machines. */
  allowInsecure?: boolean;
  /** Told of every attempt, answer, wait and end. What it throws is ignored. */
  onEvent?: (event: TransportEvent) => void;
  /** Where time comes from; for tests. */
  clock?: Clock;
  /** Random numbers from 0 to below 1 for the waits; for tests. */
  random?: () => number;
}
