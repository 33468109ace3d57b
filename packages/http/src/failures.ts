import { MetermuxError } from "./error.js";
import type { ErrorParts } from "./error-parts.js";

type Failures = typeof import("./failure.js");

/**
 * Makes the error of a failed call. What that takes is loaded then: an application whose calls succeed never loads it.
 * It imports nothing of what is loaded at once, as a bundler would cut that into more files for it.
 *
 * @returns where it does not load, an error that quotes nothing, as nothing can take a credential out of a text then.
 */
export async function failure<Name extends keyof Failures>(
  name: Name,
  ...about: Parameters<Failures[Name]>
): Promise<MetermuxError> {
  try {
    // The parameters belong to the name; a union of functions cannot say so.
    const describe = (await import("./failure.js"))[name] as (...about: unknown[]) => MetermuxError | ErrorParts;
    const said = describe(...about);
    if (said instanceof MetermuxError) return said;
    const { message, ...details } = said;
    return new MetermuxError(message, details);
  } catch {
    const message = "the call failed, and its reason did not load";
    const code = name === "listError" ? "incomplete_result" : "connection_failed";
    return new MetermuxError(message, { code, retryable: true });
  }
}
