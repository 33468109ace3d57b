import { type ErrorCode, MetermuxError } from "./error.js";
import type { Operation } from "./operations.js";

/** A call under way: who asked what, and how far it has come. */
export interface Call {
  vendor: string;
  name: string;
  operation: Operation;
  attempts: number;
  /** What the connection has sent as credentials, to be kept out of messages. */
  secrets: ReadonlySet<string>;
  /** Whether a fresh credential was asked for, because the vendor called the last one expired. */
  renewed: boolean;
  /** Milliseconds until the deadline of the call; infinite without one. */
  timeLeft(): number;
}

/** The error of a call, with what is known of it. */
export function callError(
  call: Call,
  code: ErrorCode,
  what: string,
  more: { status?: number; cause?: unknown; retryable?: boolean } = {},
): MetermuxError {
  const after = call.attempts > 1 ? ` after ${call.attempts} attempts` : "";
  return new MetermuxError(`${call.vendor}: ${call.name}${after}: ${what}`, {
    code,
    vendor: call.vendor,
    operation: call.name,
    attempts: call.attempts,
    retryable: code === "timed_out" || code === "connection_failed",
    ...more,
  });
}
