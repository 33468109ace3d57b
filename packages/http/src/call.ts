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
  /** The error of the call, with what is known of it. */
  error: typeof callError;
}

/** What an error of a call carries besides its code and words. */
interface More {
  status?: number;
  cause?: unknown;
  retryable?: boolean;
}

/** The member `error` of a call. What is loaded later reaches it there, and needs no part of what is loaded at once. */
export function callError(this: Call, code: ErrorCode, what: string, more: More = {}): MetermuxError {
  const { vendor, name, attempts } = this;
  const after = attempts > 1 ? ` after ${attempts} attempts` : "";
  return new MetermuxError(`${vendor}: ${name}${after}: ${what}`, {
    code,
    vendor,
    operation: name,
    attempts,
    retryable: code === "timed_out" || code === "connection_failed",
    ...more,
  });
}

/**
 * A part of this package that not every call needs.
 *
 * @throws MetermuxError `connection_failed` where it does not load.
 */
export async function loaded<Part>(part: Promise<Part>, call: Call): Promise<Part> {
  try {
    return await part;
  } catch {
    throw call.error("connection_failed", "a part of metermux did not load");
  }
}
