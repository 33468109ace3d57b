import type { Redact } from "./redact.js";

/** What the transport knows of an answer and the answer itself does not say. */
export interface ResponseDetails {
  vendor: string;
  operation: string;
  attempts: number;
  retryAfterMs: number | undefined;
  /** Whether a smaller question is the only way on. */
  splittable: boolean;
  /** Takes what the connection has sent as credentials out of a text; they themselves are out of reach. */
  redact: Redact;
}

// A registered symbol, so that details survive two copies of this package in one program.
const details = Symbol.for("metermux.response");

/** Attaches details to an answer, where neither JSON nor a log shows them. */
export function attachDetails(response: Response, value: ResponseDetails): void {
  Object.defineProperty(response, details, { value });
}

/** The details of an answer that came through the transport; undefined for any other. */
export function detailsOf(response: Response): ResponseDetails | undefined {
  return (response as Response & { [details]?: ResponseDetails })[details];
}
