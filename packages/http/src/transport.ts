import { type Answer, type Call, toResponse } from "./answer.js";
import { checkBaseUrl } from "./base-url.js";
import { type Clock, systemClock } from "./clock.js";
import { type Credential, checkCredential, readCredential } from "./credential.js";
import { type ErrorCode, MetermuxError } from "./error.js";
import { type Operation, operationFinder } from "./operations.js";
import { createPacer, type Rate } from "./pace.js";
import { readText, UnreadableBody } from "./read-body.js";
import { redact } from "./redact.js";
import { attachDetails } from "./response-details.js";
import { backoff, isRetryableStatus, parseRetryAfter, type RetryOptions } from "./retry.js";
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
  /** The credential: its value, its name among the options, and the header it travels in. */
  credential: { value: Credential; field: string; header: string; scheme?: string };
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
  const clock = options.clock ?? systemClock;
  const random = options.random ?? Math.random;
  const send = options.fetch ?? ((request: Request) => globalThis.fetch(request));
  const timeoutMs = options.timeoutMs ?? 60_000;
  const maxBytes = options.maxResponseBytes ?? 256 * 1024 * 1024;
  const retry = {
    retries: options.retries ?? 4,
    baseDelayMs: options.baseDelayMs ?? 500,
    maxDelayMs: options.maxDelayMs ?? 30_000,
  };
  const pace = options.rate ? createPacer(options.rate, clock) : async () => {};
  const baseUrl = checkBaseUrl(description.baseUrl, vendor, options.allowInsecure);
  const find = operationFinder(description.operations, baseUrl);
  if (typeof credential.value !== "function") checkCredential(credential.value, vendor, credential.field);

  /** Sends once and reads the answer whole. */
  async function attempt(request: Request, call: Call, signal: AbortSignal): Promise<Answer> {
    const headers = new Headers(request.headers);
    const secret = await readCredential(credential.value, vendor, credential.field);
    call.secret = secret;
    headers.set(credential.header, credential.scheme ? `${credential.scheme} ${secret}` : secret);
    await pace(signal);
    const limit = {
      ms: timeoutMs,
      signal,
      clock,
      expire: () => failure(call, "timed_out", `no complete answer within ${timeoutMs} ms`),
    };
    return withTimeLimit(limit, async (signal) => {
      try {
        const response = await send(new Request(request.clone(), { headers, signal, redirect: "manual" }));
        if (response.type === "opaqueredirect" || (response.status >= 300 && response.status < 400)) {
          response.body?.cancel().catch(() => {});
          throw failure(
            call,
            "redirected",
            `a redirect (${response.status}), which could carry the credential elsewhere`,
            response,
          );
        }
        const text = await readText(response, maxBytes);
        return { status: response.status, statusText: response.statusText, headers: response.headers, text };
      } catch (cause) {
        if (cause instanceof MetermuxError || signal.aborted) throw cause;
        if (cause instanceof UnreadableBody) throw failure(call, "unexpected_response", cause.message);
        throw failure(
          call,
          "connection_failed",
          describeCause(cause, new URL(request.url).origin, secret),
          undefined,
          cause,
        );
      }
    });
  }

  /** How long to wait before the next attempt; undefined when this answer or error is the last word. */
  function nextDelay(outcome: Answer | MetermuxError, call: Call): number | undefined {
    const read = call.operation?.read ?? false;
    if (!read || call.attempts > retry.retries) return undefined;
    if (outcome instanceof MetermuxError) {
      return outcome.retryable ? backoff(call.attempts, retry, random) : undefined;
    }
    if (!isRetryableStatus(outcome.status)) return undefined;
    const asked = retryAfterMs(outcome);
    if (asked !== undefined && asked > retry.maxDelayMs) return undefined;
    return asked ?? backoff(call.attempts, retry, random);
  }

  const retryAfterMs = (answer: Answer) => parseRetryAfter(answer.headers.get("retry-after"), clock.now());

  async function run(request: Request, call: Call, signal: AbortSignal): Promise<Response> {
    for (;;) {
      call.attempts += 1;
      const outcome = await attempt(request, call, signal).catch((error) => {
        if (error instanceof MetermuxError) return error;
        throw error;
      });
      signal.throwIfAborted();
      const delay = nextDelay(outcome, call);
      if (delay !== undefined) {
        await clock.wait(delay, signal);
        continue;
      }
      if (outcome instanceof MetermuxError) throw outcome;
      const response = toResponse(outcome, call);
      const { attempts, secret } = call;
      attachDetails(response, { vendor, operation: call.name, attempts, retryAfterMs: retryAfterMs(outcome), secret });
      return response;
    }
  }

  return async (request) => {
    const call: Call = { vendor, ...find(request), attempts: 0, secret: undefined };
    const { deadlineMs } = options;
    try {
      if (deadlineMs === undefined) return await run(request, call, request.signal);
      const expire = () => failure(call, "timed_out", `the call's deadline of ${deadlineMs} ms is over`);
      const limit = { ms: deadlineMs, signal: request.signal, clock, expire };
      return await withTimeLimit(limit, (signal) => run(request, call, signal));
    } catch (cause) {
      if (!request.signal.aborted || cause instanceof MetermuxError) throw cause;
      throw failure(call, "aborted", "the caller's signal ended the call", undefined, cause);
    }
  };
}

function failure(call: Call, code: ErrorCode, what: string, response?: Response, cause?: unknown): MetermuxError {
  const after = call.attempts > 1 ? ` after ${call.attempts} attempts` : "";
  return new MetermuxError(`${call.vendor}: ${call.name}${after}: ${what}`, {
    code,
    vendor: call.vendor,
    operation: call.name,
    attempts: call.attempts,
    status: response?.status || undefined,
    retryable: code === "connection_failed" || code === "timed_out",
    cause,
  });
}

/** `fetch failed` says nothing by itself: the reason stands in its cause. */
function describeCause(error: unknown, origin: string, secret: string): string {
  if (!(error instanceof Error)) return `no connection to ${origin}, or it broke`;
  const inner = error.cause instanceof Error ? error.cause : error;
  const parts =
    inner instanceof AggregateError ? inner.errors.map((each) => String(each?.message ?? each)) : [inner.message];
  const code = (inner as Error & { code?: unknown }).code;
  const text = parts.filter((part) => part !== "").join("; ") || String(code ?? inner.name);
  return `no connection to ${origin}, or it broke: ${redact(text, secret)}`;
}
