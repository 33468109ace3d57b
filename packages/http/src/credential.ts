import { MetermuxError } from "./error.js";

/**
 * A credential, or a function that brings one. The function is asked before every attempt, so a rotated token is picked
 * up; `renew` is true when the vendor has just said that the last one is expired.
 */
export type Credential = string | ((asked: { renew: boolean }) => string | Promise<string>);

/** How a vendor is signed in to: the credential, its name among the options, and the header it travels in. */
export interface SignIn {
  value: Credential;
  field: string;
  header: string;
  /** Stands before the value, as in `Bearer`. */
  scheme?: string;
  /** Whether an error answer says that the credential has expired, and a fresh one would do. A 401 is often more. */
  isExpired?: (status: number, body: string) => boolean;
}

/**
 * The credential's current value.
 *
 * @throws MetermuxError `invalid_input` when it is empty or holds a character that a header cannot carry. The message
 * names the place, never the value.
 */
export async function readCredential({ value, field }: SignIn, vendor: string, renew = false): Promise<string> {
  return checkCredential(typeof value === "function" ? await value({ renew }) : value, vendor, field);
}

/** The check of a credential's value; see {@link readCredential}. */
export function checkCredential(value: unknown, vendor: string, field: string): string {
  if (typeof value !== "string" || value === "") {
    throw new MetermuxError(`${vendor}: ${field} is empty; give the credential as a string or a function`, {
      code: "invalid_input",
      vendor,
      field,
    });
  }
  const illegal = /[^\x21-\x7e]/.exec(value);
  if (illegal !== null) {
    const what = /\s/.test(illegal[0]) ? "white space" : "a character outside printable ASCII";
    throw new MetermuxError(
      `${vendor}: ${field} holds ${what} at position ${illegal.index + 1}; a header cannot carry it`,
      {
        code: "invalid_input",
        vendor,
        field,
      },
    );
  }
  return value;
}
