/** The errors that need more than a code, loaded by the first call that fails; see `failures.ts`. */
export { answerError } from "./answer-error.js";
export {
  connectionError,
  credentialError,
  noOperation,
  redirectError,
  statusError,
  unexpectedError,
} from "./call-errors.js";
export { listError } from "./list-error.js";
