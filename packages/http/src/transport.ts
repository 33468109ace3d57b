import { type Answer, toResponse } from "./answer.js";
import { checkBaseUrl } from "./base-url.js";
import { type Call, callError } from "./call.js";
import { type Clock, systemClock } from "./clock.js";
import { checkCredential, type SignIn } from "./credential.js";
import { MetermuxError } from "./error.js";
import { type Operation, operationFinder } from "./operations.js";
import { createPacer, type Rate } from "./pace.js";
import { attachDetails } from "./response-details.js";
import { backoff, isRetryableStatus, parseRetryAfter, type RetryOptions } from "./retry.js";
import { type Connection, sendOnce } from "./send-once.js";
import { withTimeLimit } from "./time-limit.js";

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
  /** A larger body is refused. Default 256 MiB. */
  maxResponseBytes?: number;
  /** Allows plain http to other machines. */
  allowInsecure?: boolean;
  /** Where time comes from; for tests. */
  clock?: Clock;
  /** Random numbers from 0 to below 1 for the waits; for tests. */
  random?: () => number;
}

/** What a vendor client adds: who the vendor is, what its operations are and how it is signed in. */
export interface VendorDescription {
  vendor: string;
  baseUrl: string;
  operations: Readonly<Record<string, Operation>>;
  credential: SignIn;
}

/** A `fetch` with retries, time limits, pacing and complete answers; see {@link createTransport}. */
export type Transport = (request: Request) => Promise<Response>;

/**
 * Makes the `fetch` that goes beneath openapi-fetch.
 *
 * A read is sent again, its body intact, after connection errors, time limits and the statuses 408, 429, 500, 502, 503
 * and 504; anything else is sent once. An answer is handed on when it is complete; its status is left to `unwrap`.
 *
 * @throws MetermuxError at once `invalid_input` for a base URL or credential that cannot be used; from the calls
 * `connection_failed`, `timed_out`, `aborted`, `redirected`, `unexpected_response`.
 */
export function createTransport(description: VendorDescription, options: ConnectionOptions = {}): Transport {
  const { vendor, credential } = description;
  const { deadlineMs, clock = systemClock } = options;
  const baseUrl = checkBaseUrl(description.baseUrl, vendor, options.allowInsecure);
  if (typeof credential.value !== "function") checkCredential(credential.value, vendor, credential.field);
  const find = operationFinder(description.operations, baseUrl);
  const connection: Connection = {
    fetch: options.fetch ?? ((request) => globalThis.fetch(request)),
    credential,
    pace: options.rate ? createPacer(options.rate, clock) : async () => {},
    timeoutMs: options.timeoutMs ?? 60_000,
    maxResponseBytes: options.maxResponseBytes ?? 256 * 1024 * 1024,
    clock,
  };
  const retry = retryPolicy(options, clock);

  async function run(request: Request, call: Call, signal: AbortSignal): Promise<Response> {
    for (;;) {
      call.attempts += 1;
      const outcome = await sendOnce(request, call, signal, connection).catch((error) => {
        if (error instanceof MetermuxError) return error;
        throw error;
      });
      signal.throwIfAborted();
      const delay = retry.delay(outcome, call);
      if (delay !== undefined) {
        await clock.wait(delay, signal);
        continue;
      }
      if (outcome instanceof MetermuxError) throw outcome;
      const response = toResponse(outcome, call);
      const { name, attempts, secret } = call;
      attachDetails(response, { vendor, operation: name, attempts, retryAfterMs: retry.askedFor(outcome), secret });
      return response;
    }
  }

  return async (request) => {
    const call: Call = { vendor, ...find(request), attempts: 0, secret: undefined };
    try {
      if (deadlineMs === undefined) return await run(request, call, request.signal);
      const expire = () => callError(call, "timed_out", `the call's deadline of ${deadlineMs} ms is over`);
      const limit = { ms: deadlineMs, signal: request.signal, clock, expire };
      return await withTimeLimit(limit, (signal) => run(request, call, signal));
    } catch (cause) {
      if (!request.signal.aborted || cause instanceof MetermuxError) throw cause;
      throw callError(call, "aborted", "the caller's signal ended the call", { cause });
    }
  };
}

/** When a call is sent again. */
function retryPolicy(options: ConnectionOptions, clock: Clock) {
  const { retries = 4, baseDelayMs = 500, maxDelayMs = 30_000, random = Math.random } = options;
  const askedFor = ({ headers }: Answer) => parseRetryAfter(headers.get("retry-after"), clock.now());
  return {
    /** Milliseconds that the vendor asks to wait. */
    askedFor,
    /** Milliseconds to wait before the next attempt; undefined when this outcome is the last word. */
    delay(outcome: Answer | MetermuxError, { operation, attempts }: Call): number | undefined {
      if (!operation?.read || attempts > retries) return undefined;
      const again = outcome instanceof MetermuxError ? outcome.retryable : isRetryableStatus(outcome.status);
      if (!again) return undefined;
      const asked = outcome instanceof MetermuxError ? undefined : askedFor(outcome);
      if (asked !== undefined && asked > maxDelayMs) return undefined;
      return asked ?? backoff(attempts, { baseDelayMs, maxDelayMs }, random);
    },
  };
}
