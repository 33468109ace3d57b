import { invalidInput } from "../model/refusal.js";

/** Told before every request for usage. @throws MetermuxError `invalid_input` where no more are allowed. */
export type BeforeRequest = () => void;

/** Counts the requests of one query for usage, and lets no more go out than it allows. A retry is the same request. */
export function createRequestBudget(maxRequests: number): BeforeRequest {
  let sent = 0;
  return () => {
    if (sent >= maxRequests) {
      const why = "the answers need more than were planned (further pages, halves, or lists asked for again)";
      const instead = `${why}, and ${sent} requests were sent; ask for less`;
      // How many more is not known.
      const allowMore = { changes: [], text: "allow more with maxRequests" };
      throw invalidInput("maxRequests", String(maxRequests), instead, allowMore);
    }
    sent += 1;
  };
}
