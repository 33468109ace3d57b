import { failure } from "./failures.js";
import { detailsOf } from "./response-details.js";
import { isRetryableStatus } from "./retryable-status.js";

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
  const { response, error } = result;
  if (!response.ok) {
    const retryable = isRetryableStatus(response.status);
    throw await (detailsOf(response)?.answerError(response, error) ??
      failure("answerError", response, error, { retryable }));
  }
  // openapi-fetch types `data` as absent only beside `error`; the transport has refused an empty 2xx before.
  return result.data as Exclude<Result["data"], undefined>;
}
