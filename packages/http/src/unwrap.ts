import { type ErrorCode, MetermuxError } from "./error.js";
import { excerpt, type Redact } from "./redact.js";
import { detailsOf } from "./response-details.js";
import { isRetryableStatus } from "./retry.js";

/** The shape of an openapi-fetch result. */
export interface FetchResult {
  data?: unknown;
  error?: unknown;
  response: Response;
}

/**
 * The data of a successful call.
 *
 * @example const { data, next_page } = await unwrap(client.POST("/v1/usage", { body }));
 * @throws MetermuxError when the vendor answered with an error status: `unauthorized`, `not_found`, `rate_limited`,
 * `vendor_failure` or `rejected`, with the vendor's own message, the status, the attempts and the parsed body.
 */
export async function unwrap<Result extends FetchResult>(
  call: Result | Promise<Result>,
): Promise<Exclude<Result["data"], undefined>> {
  const result = await call;
  if (!result.response.ok) throw answerError(result.response, result.error);
  // openapi-fetch types `data` as absent only beside `error`; the transport has refused an empty 2xx before.
  return result.data as Exclude<Result["data"], undefined>;
}

/** The error that an answer outside 2xx amounts to. */
function answerError(response: Response, body: unknown): MetermuxError {
  const details = detailsOf(response);
  const { status } = response;
  const code = errorCode(status);
  const redact = details?.redact ?? ((text: string) => text);
  const said = redactBody(body, redact);
  const words = vendorWords(said, redact);
  const requestId = response.headers.get("x-request-id");
  const wording = [words.code, words.text].filter((part) => part).join(": ");
  const attempts = details?.attempts ?? 1;
  const subject = details ? `${details.vendor}: ${details.operation}` : "the vendor";
  const after = attempts > 1 ? ` after ${attempts} attempts` : "";
  return new MetermuxError(
    `${subject} answered ${status}${after}${wording ? `: ${wording}` : ""}${advice(code, details?.splittable)}`,
    {
      code,
      status,
      vendorCode: words.code,
      body: said,
      attempts,
      retryable: isRetryableStatus(status) && !details?.splittable,
      splittable: details?.splittable,
      vendor: details?.vendor,
      operation: details?.operation,
      retryAfterMs: details?.retryAfterMs,
      requestId: requestId === null ? undefined : redact(requestId),
    },
  );
}

function errorCode(status: number): ErrorCode {
  if (status === 401 || status === 403) return "unauthorized";
  if (status === 404) return "not_found";
  if (status === 408) return "timed_out";
  if (status === 429) return "rate_limited";
  return status >= 500 ? "vendor_failure" : "rejected";
}

function advice(code: ErrorCode, splittable = false): string {
  if (splittable) return " (ask for a shorter range, or fewer meters at once)";
  if (code === "unauthorized") return " (check the credential and what it may read)";
  if (code === "rate_limited") return " (other programs may share this account's limit: lower the rate, or ask later)";
  return "";
}

/** The vendor's own code and words: the places where vendors put them, or the text itself. */
function vendorWords(body: unknown, redact: Redact): { code: string | undefined; text: string } {
  if (typeof body === "string") return { code: undefined, text: excerpt(body, redact) };
  if (typeof body !== "object" || body === null) return { code: undefined, text: "" };
  const fields = body as Record<string, unknown>;
  const inner =
    typeof fields.meta === "object" && fields.meta !== null ? (fields.meta as Record<string, unknown>) : fields;
  const text = [inner.message, inner.errorMessage, inner.error].find((value) => typeof value === "string");
  return {
    code: typeof inner.code === "string" ? redact(inner.code) : undefined,
    text: excerpt(typeof text === "string" ? text : JSON.stringify(body), redact),
  };
}

/** Nobody reads deeper into an error, and a body that is nested for ever would end in a RangeError. */
const deepest = 50;

/** A copy without the credential, which may stand in a key as well. */
function redactBody(body: unknown, redact: Redact, depth = 0): unknown {
  if (typeof body === "string") return redact(body);
  if (typeof body !== "object" || body === null) return body;
  if (depth === deepest) return "…";
  const within = (value: unknown) => redactBody(value, redact, depth + 1);
  if (Array.isArray(body)) return body.map(within);
  return Object.fromEntries(Object.entries(body).map(([key, value]) => [redact(key), within(value)]));
}
