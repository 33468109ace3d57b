import { type Answer, toResponse } from "./answer.js";
import { checkBaseUrl } from "./base-url.js";
import { type Call, callError } from "./call.js";
import { checkOptions } from "./check-options.js";
import { monotonicTime, systemClock } from "./clock.js";
import type { ConnectionOptions } from "./connection-options.js";
import { checkCredential, type SignIn } from "./credential.js";
import { MetermuxError } from "./error.js";
import { createEmitter } from "./events.js";
import { type Operation, operationFinder } from "./operations.js";
import { createPacer } from "./pace.js";
import { attachDetails } from "./response-details.js";
import { createRetryPolicy } from "./retry.js";
import { copySender } from "./send-copy.js";
import { type Connection, sendOnce } from "./send-once.js";
import { withTimeLimit } from "./time-limit.js";

/** What a vendor client adds: who the vendor is, what its operations are and how it is signed in to. */
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
 * A read is sent again, its body intact, after connection errors, time limits and the statuses 408, 429, 500, 502, 503,
 * 504, 520 to 524, 529 and 530; anything else is sent once. An answer is handed on when it is complete; its status is left to `unwrap`.
 *
 * @throws MetermuxError at once `invalid_input` for a base URL, credential or number that cannot be used; from the calls
 * `connection_failed`, `timed_out`, `aborted`, `redirected`, `unexpected_response`.
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
    pacer: createPacer(options.rate ?? false, clock),
    timeoutMs: options.timeoutMs ?? 60_000,
    maxResponseBytes: options.maxResponseBytes ?? 64 * 1024 * 1024,
    clock,
  };
  const retry = createRetryPolicy(options, clock);
  const elapsed = monotonicTime(clock);
  const emit = createEmitter(options.onEvent);

  /** One attempt, told of to whoever watches and to the pacer. */
  async function attempt(request: Request, call: Call, signal: AbortSignal): Promise<Answer | MetermuxError> {
    const about = { vendor, operation: call.name, attempt: call.attempts };
    emit({ ...about, type: "attempt" });
    const start = elapsed();
    try {
      const answer = await sendOnce(request, call, signal, connection);
      const { status, text, headers } = answer;
      const told = { status, characters: text.length, date: headers.get("date") };
      emit({ ...about, type: "answer", durationMs: elapsed() - start, ...told });
      if (status === 429) connection.pacer.slow();
      else if (status < 400) connection.pacer.recover();
      // What the vendor asks of one call, it asks of the whole connection, whether or not this call is sent again.
      const holdMs = retry.hold(answer);
      if (holdMs !== undefined) connection.pacer.hold(holdMs);
      return answer;
    } catch (error) {
      if (error instanceof MetermuxError && !signal.aborted) return error;
      throw error;
    }
  }

  async function run(request: Request, call: Call, signal: AbortSignal): Promise<Response> {
    for (;;) {
      call.attempts += 1;
      const outcome = await attempt(request, call, signal);
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
      const response = toResponse(outcome, call);
      const { name, attempts, secret, operation } = call;
      const askForLess = operation?.tooMuch?.includes(outcome.status) ?? false;
      attachDetails(response, {
        vendor,
        operation: name,
        attempts,
        retryAfterMs: retry.askedFor(outcome),
        askForLess,
        secret,
      });
      return response;
    }
  }

  async function runWithin(request: Request, call: Call): Promise<Response> {
    if (deadlineMs === undefined) return run(request, call, request.signal);
    const expire = () => callError(call, "timed_out", `the call's deadline of ${deadlineMs} ms is over`);
    const limit = { ms: deadlineMs, signal: request.signal, clock, expire };
    return withTimeLimit(limit, (signal) => run(request, call, signal));
  }

  return async (request) => {
    const start = elapsed();
    const timeLeft = () => (deadlineMs ?? Number.POSITIVE_INFINITY) - (elapsed() - start);
    const call: Call = { vendor, ...find(request), attempts: 0, secret: undefined, renewed: false, timeLeft };
    const end = () => ({ vendor, operation: call.name, attempt: call.attempts, durationMs: elapsed() - start });
    try {
      const response = await runWithin(request, call);
      emit({ ...end(), type: "done", status: response.status });
      return response;
    } catch (cause) {
      const aborted = request.signal.aborted && !(cause instanceof MetermuxError);
      const error = aborted ? callError(call, "aborted", "the caller's signal ended the call", { cause }) : cause;
      emit({ ...end(), type: "failed", code: error instanceof MetermuxError ? error.code : "invalid_input" });
      throw error;
    }
  };
}

/** Whether the answer calls the credential expired and a fresh one can be asked for; once for a call. */
function isExpired(outcome: Answer | MetermuxError, call: Call, { value, isExpired }: SignIn): boolean {
  if (outcome instanceof MetermuxError || typeof value !== "function" || call.renewed) return false;
  return isExpired?.(outcome.status, outcome.text) ?? false;
}
