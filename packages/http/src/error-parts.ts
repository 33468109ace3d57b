import type { ErrorDetails } from "./error.js";

/** What an error is made of. */
export interface ErrorParts extends ErrorDetails {
  message: string;
}
