import { checkBaseUrl } from "./base-url.js";
import { type BufferedResponse, toResponse } from "./buffered-response.js";
import { type Call, callError } from "./call.js";
import { checkOptions } from "./check-options.js";
import { monotonicTime, systemClock } from "./clock.js";
import type { ConnectionOptions } from "./connection-options.js";
import { type CredentialScheme, checkCredential } from "./credential.js";
import { MetermuxError } from "./error.js";
import { createEmitter } from "./events.js";
import { failure } from "./failures.js";
import { getCredential } from "./get-credential.js";
import { parseHttpDate } from "./http-date.js";
import { type Operation, operationFinder } from "./operations.js";
import { createRateLimiter, type Rate } from "./rate-limiter.js";
import { attachDetails } from "./response-details.js";
import { createRetryPolicy } from "./retry.js";
import { isRetryableStatus } from "./retryable-status.js";
import { copySender } from "./send-copy.js";
import { type Connection, sendOnce } from "./send-once.js";
import { withTimeLimit } from "./time-limit.js";

/** What a vendor client adds: who the vendor is, what its operations are and how it is signed in to. */
export interface VendorDescription {
  vendor: string;
  baseUrl: string;
  operations: Readonly<Record<string, Operation>>;
  credential: CredentialScheme;
  /** How fast a client sends unless its user says otherwise; no limit where absent. */
  rate?: Rate | false | undefined;
}

/**
 * A `fetch` with retries, time limits, pacing and complete answers; see {@link createTransport}. Besides the request's
 * own signal it takes the caller's, for a request that may not carry it.
 */
export type Transport = (request: Request, signal?: AbortSignal) => Promise<Response>;

/**
 * Makes the `fetch` that goes beneath openapi-fetch.
 *
 * A read is sent again, its body intact, after connection errors, time limits and the statuses 408, 429, 500, 502, 503,
 * 504, 520 to 524, 529 and 530; anything else is sent once. An answer is handed on when it is complete; its status is left to `unwrap`.
 *
 * @throws MetermuxError at once `invalid_input` for a base URL, credential or number that cannot be used; from the calls
 * `invalid_input` for a request that is none of the vendor's operations, or whose credential its function does not give,
 * before it is sent; `connection_failed`, `timed_out`, `aborted`, `redirected`, `unexpected_response`, and
 * `vendor_failure` for a status that HTTP does not have.
 */
export function createTransport(description: VendorDescription, options: ConnectionOptions = {}): Transport {
  const { vendor, credential } = description;
  const { deadlineMs, clock = systemClock } = options;
  const baseUrl = checkBaseUrl(description.baseUrl, vendor, options.allowInsecure);
  checkOptions(options, vendor);
  if (typeof credential.value !== "function") checkCredential(credential.value, vendor, credential.field);
  const find = operationFinder(description.operations, baseUrl);
  const connection: Connection = {
    send: copySender(options.fetch),
    credential,
    secrets: new Set(),
    limiter: createRateLimiter(options.rate ?? description.rate ?? false, clock),
    timeoutMs: options.timeoutMs ?? 60_000,
    maxResponseBytes: options.maxResponseBytes ?? 64 * 1024 * 1024,
    clock,
  };
  const retry = createRetryPolicy(options, clock);
  const elapsed = monotonicTime(clock);
  const emit = createEmitter(options.onEvent);

  /** One attempt, reported to whoever watches and to the pacer. */
  async function attempt(
    request: Request,
    secret: string,
    call: Call,
    signal: AbortSignal,
  ): Promise<BufferedResponse | MetermuxError> {
    const about = { vendor, operation: call.name, attempt: call.attempts };
    emit({ ...about, type: "attempt" });
    const start = elapsed();
    try {
      const answer = await sendOnce(request, secret, call, signal, connection);
      const { status, text, headers } = answer;
      const date = readDate(headers, clock.now());
      emit({ ...about, type: "answer", status, durationMs: elapsed() - start, characters: text.length, date });
      if (status === 429) connection.limiter.slow();
      else if (status < 400) connection.limiter.recover();
      // What the vendor asks of one call, it asks of the whole connection, whether or not this call is sent again.
      const holdMs = retry.hold(answer);
      if (holdMs !== undefined) connection.limiter.hold(holdMs);
      return answer;
    } catch (error) {
      if (error instanceof MetermuxError && !signal.aborted) return error;
      throw error;
    }
  }

  async function run(request: Request, call: Call, signal: AbortSignal): Promise<Response> {
    for (;;) {
      const secret = await getCredential(connection, call, signal);
      call.attempts += 1;
      const outcome = await attempt(request, secret, call, signal);
      if (isExpired(outcome, call, credential)) {
        call.renewed = true;
        continue;
      }
      const delayMs = retry.delay(outcome, call);
      if (delayMs !== undefined) {
        const reason = outcome instanceof MetermuxError ? outcome.code : outcome.status;
        emit({ type: "retry", vendor, operation: call.name, attempt: call.attempts, delayMs, reason });
        await clock.wait(delayMs, signal);
        continue;
      }
      if (outcome instanceof MetermuxError) throw outcome;
      const response = await toResponse(outcome, call);
      const { name, attempts, secrets } = call;
      const splittable = call.operation.tooMuch?.includes(outcome.status) ?? false;
      const retryAfterMs = retry.askedFor(outcome);
      const retryable = isRetryableStatus(outcome.status) && !splittable;
      const known = { vendor, operation: name, attempts, retryAfterMs, retryable, splittable, secrets };
      attachDetails(response, { answerError: (...said) => failure("answerError", ...said, known) });
      return response;
    }
  }

  return async (request, callersOwn = request.signal) => {
    const found = find(request);
    if (found === undefined) throw await failure("noOperation", request, vendor, baseUrl);
    const start = elapsed();
    const timeLeft = () => (deadlineMs ?? Number.POSITIVE_INFINITY) - (elapsed() - start);
    const { secrets } = connection;
    const call: Call = { vendor, ...found, attempts: 0, secrets, renewed: false, timeLeft, error: callError };
    const signals = [...new Set([callersOwn, request.signal])];
    const expire = () => call.error("timed_out", `the call's deadline of ${deadlineMs} ms is over`);
    const limit = { ms: deadlineMs, signals, clock, expire };
    const end = () => ({ vendor, operation: call.name, attempt: call.attempts, durationMs: elapsed() - start });
    try {
      const response = await withTimeLimit(limit, (signal) => run(request, call, signal));
      emit({ ...end(), type: "done", status: response.status });
      return response;
    } catch (cause) {
      const aborted = cause instanceof MetermuxError ? undefined : signals.find((signal) => signal.aborted);
      // The reason, and not what was thrown: that may be a runtime's error, with the request in it.
      const error = aborted
        ? call.error("aborted", "the caller's signal ended the call", { cause: aborted.reason })
        : cause;
      emit({ ...end(), type: "failed", code: error instanceof MetermuxError ? error.code : "invalid_input" });
      throw error;
    }
  };
}

/** The answer's date; null for what is no date, as it could be an echo of anything that was sent. */
function readDate(headers: Headers, now: number): string | null {
  const date = headers.get("date");
  return date === null || parseHttpDate(date, now) === undefined ? null : date;
}

/** Whether the answer calls the credential expired and a fresh one can be asked for; once for a call. */
function isExpired(
  outcome: BufferedResponse | MetermuxError,
  call: Call,
  { value, isExpired }: CredentialScheme,
): boolean {
  if (outcome instanceof MetermuxError || typeof value !== "function" || call.renewed) return false;
  return isExpired?.(outcome.status, outcome.text) ?? false;
}
