import { MetermuxError } from "./error.js";

type Failures = typeof import("./failure.js");

/**
 * Makes the error of a failed call. What that takes is loaded then: an application whose calls succeed never loads it.
 *
 * @returns where it does not load, an error that quotes nothing, as nothing can take a credential out of a text then.
 */
export async function failure<Name extends keyof Failures>(
  name: Name,
  ...about: Parameters<Failures[Name]>
): Promise<MetermuxError> {
  try {
    // The parameters belong to the name; a union of functions cannot say so.
    const describe = (await import("./failure.js"))[name] as (...about: unknown[]) => MetermuxError;
    return describe(...about);
  } catch {
    const message = "the call failed, and the part of metermux that says why did not load";
    return new MetermuxError(message, { code: "connection_failed", retryable: true });
  }
}
