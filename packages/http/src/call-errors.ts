import type { BufferedResponse } from "./buffered-response.js";
import { type Call, callError } from "./call.js";
import { cleanCause, reasonOf } from "./clean-cause.js";
import { MetermuxError } from "./error.js";
import { isLastingFailure } from "./lasting-failure.js";
import { createRedact, excerpt } from "./redact.js";

/** The request is none of the vendor's operations. */
export function noOperation({ method, url }: Request, vendor: string, baseUrl: string): MetermuxError {
  const { origin, pathname } = new URL(url);
  const asked = `${vendor}: ${method} ${origin}${pathname} is none of the operations of this client`;
  return new MetermuxError(`${asked}; its paths follow ${baseUrl}, and its types name them`, {
    code: "invalid_input",
    vendor,
    field: "path",
  });
}

/** The function that gives the credential threw. */
export function credentialError(cause: unknown, field: string, call: Call): MetermuxError {
  const reason = cause instanceof Error ? createRedact(call.secrets)(cause.message) : "";
  return callError(call, "invalid_input", `${field}: its function failed${reason && `: ${reason}`}`, { cause });
}

/** The fetch threw: there was no connection, or it broke. */
export function connectionError(thrown: unknown, request: Request, call: Call): MetermuxError {
  const cause = cleanCause(thrown, createRedact(call.secrets));
  const reason = reasonOf(cause);
  const what = `no connection to ${new URL(request.url).origin}, or it broke${reason && `: ${reason}`}`;
  return callError(call, "connection_failed", what, { cause, retryable: !isLastingFailure(cause) });
}

/** A redirect came. In a browser it is opaque, and its status 0. */
export function redirectError(status: number, call: Call): MetermuxError {
  const told = status === 0 ? {} : { status };
  return callError(call, "redirected", "a redirect, which could carry the credential elsewhere", told);
}

/** A status outside 200 to 599, which no `Response` can be made of; RFC 9110 has it treated as a failure of the server. */
export function statusError(status: number, call: Call): MetermuxError {
  if (status === 0) return callError(call, "connection_failed", "the fetch answered with an error");
  return callError(call, "vendor_failure", `answered ${status}, which is no status of HTTP`, { status });
}

/** A 2xx answer is not what the operation promises. */
export function unexpectedError(problem: string, { status, text }: BufferedResponse, call: Call): MetermuxError {
  const begins = text.trim() === "" ? "" : `; it begins: ${excerpt(text, createRedact(call.secrets))}`;
  return callError(call, "unexpected_response", `answered ${status} with ${problem}${begins}`, { status });
}
