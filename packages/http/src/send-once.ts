import type { BufferedResponse } from "./buffered-response.js";
import type { Call } from "./call.js";
import type { Clock } from "./clock.js";
import type { CredentialScheme } from "./credential.js";
import { MetermuxError } from "./error.js";
import { failure } from "./failures.js";
import type { PlainAnswer } from "./plain-fetch.js";
import type { RateLimiter } from "./rate-limiter.js";
import { readText, UnreadableBody } from "./read-body.js";
import { remember } from "./secrets.js";
import type { Changes } from "./send-copy.js";
import { withTimeLimit } from "./time-limit.js";
import { setUserAgent } from "./user-agent.js";

/** What an attempt needs of its connection. */
export interface Connection {
  send: (request: Request, changes: Changes) => Promise<PlainAnswer>;
  credential: CredentialScheme;
  /** What was sent as credentials, to be kept out of messages. */
  secrets: Set<string>;
  limiter: RateLimiter;
  timeoutMs: number;
  maxResponseBytes: number;
  clock: Clock;
}

/**
 * Sends a request once, with a credential, and reads the answer to its last byte, within the time limit of an attempt.
 *
 * @throws MetermuxError `connection_failed`, `timed_out`, `redirected`, `unexpected_response`, `vendor_failure` for a
 * status that HTTP does not have; the signal's reason when it aborts.
 */
export async function sendOnce(
  request: Request,
  secret: string,
  call: Call,
  signal: AbortSignal,
  connection: Connection,
): Promise<BufferedResponse> {
  const { credential, timeoutMs, clock } = connection;
  remember(connection.secrets, secret);
  const headers = new Headers(request.headers);
  headers.set(credential.header, credential.scheme ? `${credential.scheme} ${secret}` : secret);
  setUserAgent(headers);
  const expire = () => call.error("timed_out", `no complete answer within ${timeoutMs} ms`);
  const limit = { ms: timeoutMs, signals: [signal], clock, expire };
  const attempt = async (signal: AbortSignal) => {
    const response = await connection.send(request, { headers, signal, redirect: "manual" });
    const refused = refusal(response);
    if (refused !== undefined) response.body?.cancel().catch(() => {});
    const text = refused === undefined ? await readText(response, connection.maxResponseBytes) : "";
    const { status, statusText } = response;
    return { status, statusText, headers: response.headers, text, refused };
  };
  try {
    const { refused, ...answer } = await connection.limiter.run(
      signal,
      () => withTimeLimit(limit, attempt),
      call.timeLeft,
    );
    // After the attempt, so that what this loads takes none of its time.
    if (refused !== undefined) throw await failure(refused, answer.status, call);
    return answer;
  } catch (cause) {
    if (cause instanceof MetermuxError || signal.aborted) throw cause;
    if (cause instanceof UnreadableBody) throw call.error("unexpected_response", cause.message);
    throw await failure("connectionError", cause, request, call);
  }
}

/** What the error of an answer is whose body nobody reads: of a redirect, and of a status that HTTP does not have. */
function refusal({ status, type }: PlainAnswer): "redirectError" | "statusError" | undefined {
  if (type === "opaqueredirect" || (status >= 300 && status <= 399)) return "redirectError";
  return status >= 200 && status <= 599 ? undefined : "statusError";
}
