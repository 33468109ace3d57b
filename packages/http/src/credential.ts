import { invalidInput } from "./error.js";

/** What a credential's function is told. */
export interface CredentialRequest {
  /** Whether the vendor has just said that the last one is expired. */
  renew: boolean;
  /** Aborts when the call has no more use for a credential: its time is over, or its caller has ended it. */
  signal: AbortSignal;
}

/**
 * A credential, or a function that gives one. The function is asked before every attempt, so a rotated token is picked
 * up, within the limits of the call: its signal, `timeoutMs` and `deadlineMs`.
 *
 * What the vendor echoes of a credential of 8 characters or more appears in no error and no event. A shorter one could
 * be any word, and is not looked for.
 */
export type Credential = string | ((asked: CredentialRequest) => string | Promise<string>);

/** How a vendor is signed in to: the credential, its name among the options, and the header it travels in. */
export interface CredentialScheme {
  value: Credential;
  field: string;
  header: string;
  /** Stands before the value, as in `Bearer`. */
  scheme?: string | undefined;
  /** Whether an error answer says that the credential has expired, and a fresh one would do. A 401 is often more. */
  isExpired?: ((status: number, body: string) => boolean) | undefined;
}

/**
 * The credential's current value.
 *
 * @throws MetermuxError `invalid_input` when it is empty or holds a character that a header cannot carry. The message
 * names the place, never the value.
 */
export async function readCredential(
  { value, field }: CredentialScheme,
  vendor: string,
  asked: CredentialRequest,
): Promise<string> {
  return checkCredential(typeof value === "function" ? await value(asked) : value, vendor, field);
}

/** The check of a credential's value; see {@link readCredential}. */
export function checkCredential(value: unknown, vendor: string, field: string): string {
  if (typeof value !== "string" || value === "") {
    throw invalidInput(vendor, field, `${field} is empty; give a string or a function`);
  }
  const illegal = /[^\x21-\x7e]/.exec(value);
  if (illegal !== null) {
    const what = /\s/.test(illegal[0]) ? "white space" : "a character outside printable ASCII";
    const place = `position ${illegal.index + 1}`;
    throw invalidInput(vendor, field, `${field} holds ${what} at ${place}; a header cannot carry it`);
  }
  return value;
}
