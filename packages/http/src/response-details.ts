import type { MetermuxError } from "./error.js";

/** What the transport knows of an answer and the answer itself does not say. */
export interface ResponseDetails {
  /** Makes the error that an answer outside 2xx amounts to; the credentials of the connection are out of its reach. */
  answerError: (response: Response, body: unknown) => Promise<MetermuxError>;
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
