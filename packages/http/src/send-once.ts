import type { Answer } from "./answer.js";
import { type Call, callError } from "./call.js";
import type { Clock } from "./clock.js";
import { readCredential, type SignIn } from "./credential.js";
import { MetermuxError } from "./error.js";
import type { Pacer } from "./pace.js";
import type { PlainAnswer } from "./plain-fetch.js";
import { readText, UnreadableBody } from "./read-body.js";
import { redact } from "./redact.js";
import type { Changes } from "./send-copy.js";
import { withTimeLimit } from "./time-limit.js";
import { setUserAgent } from "./user-agent.js";

/** What an attempt needs of its connection. */
export interface Connection {
  send: (request: Request, changes: Changes) => Promise<PlainAnswer>;
  credential: SignIn;
  pacer: Pacer;
  timeoutMs: number;
  maxResponseBytes: number;
  clock: Clock;
}

/**
 * Sends a request once and reads the answer to its last byte, within the time limit of an attempt.
 *
 * @throws MetermuxError `connection_failed`, `timed_out`, `redirected`, `unexpected_response`; the signal's reason when
 * it aborts; what the credential's function throws.
 */
export async function sendOnce(
  request: Request,
  call: Call,
  signal: AbortSignal,
  connection: Connection,
): Promise<Answer> {
  const { credential, timeoutMs, clock } = connection;
  const secret = await readCredential(credential, call.vendor, call.renewed);
  call.secret = secret;
  const headers = new Headers(request.headers);
  headers.set(credential.header, credential.scheme ? `${credential.scheme} ${secret}` : secret);
  setUserAgent(headers);
  const expire = () => callError(call, "timed_out", `no complete answer within ${timeoutMs} ms`);
  const limit = { ms: timeoutMs, signal, clock, expire };
  const attempt = async (signal: AbortSignal): Promise<Answer> => {
    try {
      const response = await connection.send(request, { headers, signal, redirect: "manual" });
      refuseRedirect(response, call);
      const text = await readText(response, connection.maxResponseBytes);
      return { status: response.status, statusText: response.statusText, headers: response.headers, text };
    } catch (cause) {
      if (cause instanceof MetermuxError || signal.aborted) throw cause;
      if (cause instanceof UnreadableBody) throw callError(call, "unexpected_response", cause.message);
      throw callError(call, "connection_failed", describeCause(cause, request, secret), { cause });
    }
  };
  return connection.pacer.run(signal, () => withTimeLimit(limit, attempt), call.timeLeft);
}

function refuseRedirect(response: PlainAnswer, call: Call): void {
  // In a browser a redirect is opaque and its status 0.
  const opaque = response.type === "opaqueredirect";
  if (!opaque && (response.status < 300 || response.status > 399)) return;
  response.body?.cancel().catch(() => {});
  const status = opaque ? {} : { status: response.status };
  throw callError(call, "redirected", "a redirect, which could carry the credential elsewhere", status);
}

/** `fetch failed` says nothing by itself: the reason stands in its cause. */
function describeCause(error: unknown, request: Request, secret: string): string {
  const what = `no connection to ${new URL(request.url).origin}, or it broke`;
  if (!(error instanceof Error)) return what;
  const inner = error.cause instanceof Error ? error.cause : error;
  const errors: unknown[] = inner instanceof AggregateError ? inner.errors : [inner];
  const messages = errors.flatMap((each) => (each instanceof Error && each.message !== "" ? each.message : []));
  return `${what}: ${redact(messages.join("; ") || inner.name, secret)}`;
}
