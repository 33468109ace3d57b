import type { Call } from "./call.js";
import { readCredential } from "./credential.js";
import { MetermuxError } from "./error.js";
import { failure } from "./failures.js";
import type { Connection } from "./send-once.js";
import { withTimeLimit } from "./time-limit.js";

/**
 * Gets the credential of an attempt, within the limits of the call.
 *
 * @throws MetermuxError `timed_out` when its function gives none within the time of an attempt; `invalid_input` when the
 * function fails, with its own error as cause, or gives what a header cannot carry; the signal's reason when it aborts.
 */
export async function getCredential(
  { credential, timeoutMs: ms, clock }: Pick<Connection, "credential" | "timeoutMs" | "clock">,
  call: Call,
  signal: AbortSignal,
): Promise<string> {
  const { value, field } = credential;
  if (typeof value !== "function") return value;
  const expire = () => call.error("timed_out", `${field}: its function gave no credential within ${ms} ms`);
  try {
    return await withTimeLimit({ ms, signals: [signal], clock, expire }, (signal) =>
      readCredential(credential, call.vendor, { renew: call.renewed, signal }),
    );
  } catch (cause) {
    if (cause instanceof MetermuxError || signal.aborted) throw cause;
    throw await failure("credentialError", cause, field, call);
  }
}
