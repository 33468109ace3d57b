/** The transport under every metermux vendor client. Web-standard APIs only. */
export { type Clock, systemClock } from "./clock.js";
export { type ClientOptions, connectClient } from "./connect-client.js";
export type { ConnectionOptions } from "./connection-options.js";
export type { Credential, CredentialRequest, CredentialScheme } from "./credential.js";
export { type ErrorCode, type ErrorDetails, type ErrorSuggestion, isMetermuxError, MetermuxError } from "./error.js";
export { channelName, type TransportEvent } from "./events.js";
export { onAbort } from "./follow-signal.js";
export { parseHttpDate } from "./http-date.js";
export type { Operation, OperationName, Operations } from "./operations.js";
export { type PageWalk, paginate } from "./paginate.js";
export type { Rate } from "./rate-limiter.js";
export type { RetryOptions } from "./retry.js";
export { createTransport, type Transport, type VendorDescription } from "./transport.js";
export { type FetchResult, unwrap } from "./unwrap.js";
