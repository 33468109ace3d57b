import type { Call } from "./call.js";
import { cleanCause, reasonOf } from "./clean-cause.js";
import type { MetermuxError } from "./error.js";
import type { ErrorParts } from "./error-parts.js";
import { isLastingFailure } from "./lasting-failure.js";
import type { Operation } from "./operations.js";
import { createRedact, excerpt } from "./redact.js";

/** The request is none of the vendor's operations. */
export function noOperation({ method, url }: Request, vendor: string, baseUrl: string): ErrorParts {
  const { origin, pathname } = new URL(url);
  const asked = `${vendor}: ${method} ${origin}${pathname} is none of the operations of this client`;
  const message = `${asked}; its paths follow ${baseUrl}, and its types name them`;
  return { message, code: "invalid_input", vendor, field: "path" };
}

/** The function that gives the credential threw. */
export function credentialError(cause: unknown, field: string, call: Call): MetermuxError {
  const reason = cause instanceof Error ? createRedact(call.secrets)(cause.message) : "";
  return call.error("invalid_input", `${field}: its function failed${reason && `: ${reason}`}`, { cause });
}

/** The fetch threw: there was no connection, or it broke. */
export function connectionError(thrown: unknown, request: Request, call: Call): MetermuxError {
  const cause = cleanCause(thrown, createRedact(call.secrets));
  const reason = reasonOf(cause);
  const what = `no connection to ${new URL(request.url).origin}, or it broke${reason && `: ${reason}`}`;
  return call.error("connection_failed", what, { cause, retryable: !isLastingFailure(cause) });
}

/** A redirect came. In a browser it is opaque, and its status 0. */
export function redirectError(status: number, call: Call): MetermuxError {
  const told = status === 0 ? {} : { status };
  return call.error("redirected", "a redirect, which could carry the credential elsewhere", told);
}

/** A status outside 200 to 599, which no `Response` can be made of; RFC 9110 has it treated as a failure of the server. */
export function statusError(status: number, call: Call): MetermuxError {
  if (status === 0) return call.error("connection_failed", "the fetch answered with an error");
  return call.error("vendor_failure", `answered ${status}, which is no status of HTTP`, { status });
}

/** What is read of an answer here. */
interface Answer {
  status: number;
  text: string;
}

/** A 2xx answer is not what the operation promises. */
export function unexpectedError({ status, text }: Answer, call: Call, problem?: string): MetermuxError {
  const begins = text.trim() === "" ? "" : `; it begins: ${excerpt(text, createRedact(call.secrets))}`;
  const what = problem ?? problemOf(status, text, call.operation);
  return call.error("unexpected_response", `answered ${status} with ${what}${begins}`, { status });
}

/** What is wrong with a 2xx answer, in words. */
function problemOf(status: number, text: string, { read, envelope = [] }: Operation): string {
  if ((status >= 204 && status <= 206) || (read && status !== 200)) return "less than the whole answer";
  if (text.trim() === "") return "an empty body";
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    // Its own error would show a piece of the text, in which a credential can be cut in two.
    return "a body that is not JSON";
  }
  if (typeof body !== "object" || body === null) return "JSON that is neither object nor list";
  if (envelope === "list") return "an object in place of a list";
  const fields = body as Record<string, unknown>;
  for (const promised of envelope) {
    const key = promised.replace("[]", "");
    if (!Object.hasOwn(fields, key)) return `no ${JSON.stringify(key)} in the body`;
    if (key !== promised && !Array.isArray(fields[key])) return `no list in ${JSON.stringify(key)}`;
  }
  return "another body than the operation promises";
}
