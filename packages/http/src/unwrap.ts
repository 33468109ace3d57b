import { type ErrorCode, MetermuxError } from "./error.js";
import { excerpt, redact } from "./redact.js";
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
  const words = vendorWords(body, details?.secret);
  const said = [words.code, words.text].filter((part) => part).join(": ");
  const attempts = details?.attempts ?? 1;
  const subject = details ? `${details.vendor}: ${details.operation}` : "the vendor";
  const after = attempts > 1 ? ` after ${attempts} attempts` : "";
  return new MetermuxError(
    `${subject} answered ${status}${after}${said ? `: ${said}` : ""}${advice(code, details?.askForLess)}`,
    {
      code,
      status,
      vendorCode: words.code,
      body: redactBody(body, details?.secret),
      attempts,
      retryable: isRetryableStatus(status) && !details?.askForLess,
      askForLess: details?.askForLess,
      vendor: details?.vendor,
      operation: details?.operation,
      retryAfterMs: details?.retryAfterMs,
      requestId: response.headers.get("x-request-id") ?? undefined,
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

function advice(code: ErrorCode, askForLess = false): string {
  if (askForLess) return " (ask for a shorter range, or fewer meters at once)";
  if (code === "unauthorized") return " (check the credential and what it may read)";
  if (code === "rate_limited") return " (other programs may share this account's limit: lower the rate, or ask later)";
  return "";
}

/** The vendor's own code and words: the places where vendors put them, or the text itself. */
function vendorWords(body: unknown, secret: string | undefined): { code: string | undefined; text: string } {
  if (typeof body === "string") return { code: undefined, text: excerpt(body, secret) };
  if (typeof body !== "object" || body === null) return { code: undefined, text: "" };
  const fields = body as Record<string, unknown>;
  const inner =
    typeof fields.meta === "object" && fields.meta !== null ? (fields.meta as Record<string, unknown>) : fields;
  const text = [inner.message, inner.errorMessage, inner.error].find((value) => typeof value === "string");
  return {
    code: typeof inner.code === "string" ? redact(inner.code, secret) : undefined,
    text: excerpt(typeof text === "string" ? text : JSON.stringify(body), secret),
  };
}

function redactBody(body: unknown, secret: string | undefined): unknown {
  if (typeof body === "string") return redact(body, secret);
  if (typeof body !== "object" || body === null) return body;
  return JSON.parse(JSON.stringify(body), (_, value) => (typeof value === "string" ? redact(value, secret) : value));
}
