import type { ErrorCode } from "./error.js";
import type { ErrorParts } from "./error-parts.js";
import { createRedact } from "./redact.js";
import { vendorWords } from "./vendor-words.js";

/** What is known of the call behind an answer. */
export interface AnsweredCall {
  vendor: string;
  operation: string;
  attempts: number;
  retryAfterMs: number | undefined;
  /** Whether the same call may succeed later. */
  retryable: boolean;
  /** Whether a smaller question is the only way on. */
  splittable: boolean;
  /** What the connection has sent as credentials. */
  secrets: Iterable<string>;
}

/** The error that an answer outside 2xx amounts to. Of an answer that came by another way no call is known. */
export function answerError(
  { status, headers }: Response,
  body: unknown,
  { secrets = [], ...call }: Partial<AnsweredCall> = {},
): ErrorParts {
  const { vendor, operation, attempts = 1, splittable = false } = call;
  const code = errorCode(status);
  const redact = createRedact(secrets);
  const words = vendorWords(body, redact);
  const requestId = headers.get("x-request-id");
  const wording = [words.code, words.text].filter((part) => part).join(": ");
  const subject = vendor === undefined ? "the vendor" : `${vendor}: ${operation}`;
  const after = attempts > 1 ? ` after ${attempts} attempts` : "";
  return {
    ...call,
    message: `${subject} answered ${status}${after}${wording ? `: ${wording}` : ""}${advice(code, splittable)}`,
    code,
    status,
    vendorCode: words.code,
    body: words.body,
    attempts,
    requestId: requestId === null ? undefined : redact(requestId),
  };
}

function errorCode(status: number): ErrorCode {
  if (status === 401 || status === 403) return "unauthorized";
  if (status === 404) return "not_found";
  if (status === 408) return "timed_out";
  if (status === 429) return "rate_limited";
  return status >= 500 ? "vendor_failure" : "rejected";
}

function advice(code: ErrorCode, splittable: boolean): string {
  if (splittable) return " (ask for a shorter range, or fewer meters at once)";
  if (code === "unauthorized") return " (check the credential and what it may read)";
  if (code === "rate_limited") return " (other programs may share this account's limit: lower the rate, or ask later)";
  return "";
}
