import type { BufferedResponse } from "./buffered-response.js";
import { type Call, callError } from "./call.js";
import { cleanCause, reasonOf } from "./clean-cause.js";
import type { Clock } from "./clock.js";
import type { CredentialScheme } from "./credential.js";
import { MetermuxError } from "./error.js";
import type { PlainAnswer } from "./plain-fetch.js";
import type { RateLimiter } from "./rate-limiter.js";
import { readText, UnreadableBody } from "./read-body.js";
import type { Secrets } from "./redact.js";
import type { Changes } from "./send-copy.js";
import { withTimeLimit } from "./time-limit.js";
import { setUserAgent } from "./user-agent.js";

/** What an attempt needs of its connection. */
export interface Connection {
  send: (request: Request, changes: Changes) => Promise<PlainAnswer>;
  credential: CredentialScheme;
  /** What was sent as credentials, to be kept out of messages. */
  secrets: Secrets;
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
  connection.secrets.add(secret);
  const headers = new Headers(request.headers);
  headers.set(credential.header, credential.scheme ? `${credential.scheme} ${secret}` : secret);
  setUserAgent(headers);
  const expire = () => callError(call, "timed_out", `no complete answer within ${timeoutMs} ms`);
  const limit = { ms: timeoutMs, signals: [signal], clock, expire };
  const attempt = async (signal: AbortSignal): Promise<BufferedResponse> => {
    try {
      const response = await connection.send(request, { headers, signal, redirect: "manual" });
      refuseRedirect(response, call);
      refuseOtherStatus(response, call);
      const text = await readText(response, connection.maxResponseBytes);
      return { status: response.status, statusText: response.statusText, headers: response.headers, text };
    } catch (cause) {
      if (cause instanceof MetermuxError || signal.aborted) throw cause;
      if (cause instanceof UnreadableBody) throw callError(call, "unexpected_response", cause.message);
      throw connectionError(cause, request, call);
    }
  };
  return connection.limiter.run(signal, () => withTimeLimit(limit, attempt), call.timeLeft);
}

function refuseRedirect(response: PlainAnswer, call: Call): void {
  // In a browser a redirect is opaque and its status 0.
  const opaque = response.type === "opaqueredirect";
  if (!opaque && (response.status < 300 || response.status > 399)) return;
  response.body?.cancel().catch(() => {});
  const status = opaque ? {} : { status: response.status };
  throw callError(call, "redirected", "a redirect, which could carry the credential elsewhere", status);
}

/** A status outside 200 to 599, which no `Response` can be made of; RFC 9110 has it treated as a failure of the server. */
function refuseOtherStatus(response: PlainAnswer, call: Call): void {
  const { status } = response;
  if (status >= 200 && status <= 599) return;
  response.body?.cancel().catch(() => {});
  if (status === 0) throw callError(call, "connection_failed", "the fetch answered with an error");
  throw callError(call, "vendor_failure", `answered ${status}, which is no status of HTTP`, { status });
}

function connectionError(thrown: unknown, request: Request, call: Call): MetermuxError {
  const cause = cleanCause(thrown, call.redact);
  const reason = reasonOf(cause);
  const what = `no connection to ${new URL(request.url).origin}, or it broke${reason && `: ${reason}`}`;
  return callError(call, "connection_failed", what, { cause });
}
