import { MetermuxError } from "@metermux/http";

/** A value of any kind for a message, cut where it is long. */
export function shown(value: unknown): string {
  let text: string | undefined;
  try {
    text = typeof value === "number" ? String(value) : JSON.stringify(value);
  } catch {
    // A bigint, or an object that holds itself.
  }
  text ??= typeof value === "bigint" ? `${value}n` : typeof value;
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}

/** The error for input that cannot be meant: it names the field, the value and what to give instead. */
export function invalidInput(field: string, value: string, instead: string): MetermuxError {
  return new MetermuxError(`${field}: ${value} cannot be used; ${instead}`, { code: "invalid_input", field });
}

/** The refusal of a question that a vendor cannot answer exactly: it names the vendor, why, and the nearest that works. */
export function unsupported(vendor: string, field: string, why: string, nearest: string): MetermuxError {
  return new MetermuxError(`${vendor}: ${why}; ${nearest}`, { code: "unsupported", vendor, field });
}

/** The error for a result that may lack a part, or have one twice, so that no number of it is shown. */
export function incompleteResult(vendor: string, what: string): MetermuxError {
  return new MetermuxError(`${vendor}: ${what}`, { code: "incomplete_result", vendor });
}

/** The error for an answer that breaks what the vendor promises: reading it anyway would give a wrong number. */
export function unexpectedResponse(vendor: string, what: string, cause?: unknown): MetermuxError {
  return new MetermuxError(`${vendor}: ${what}`, { code: "unexpected_response", vendor, cause });
}
