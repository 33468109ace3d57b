import { type ErrorSuggestion, MetermuxError } from "@metermux/http";

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

/**
 * The error for input that cannot be meant: it names the field, the value and what to give instead.
 *
 * @param instead without the names of fields where it can be: other interfaces have other names for them.
 * @param suggestion what works; its text continues the sentence. Without changes it is for the message alone.
 */
export function invalidInput(
  field: string,
  value: string,
  instead: string,
  suggestion?: ErrorSuggestion,
): MetermuxError {
  const more = suggestion === undefined ? "" : `, or ${suggestion.text}`;
  const message = `${field}: ${value} cannot be used; ${instead}${more}`;
  return new MetermuxError(message, {
    ...{ code: "invalid_input", field, value, reason: instead },
    suggestion: tried(suggestion),
  });
}

/**
 * The refusal of a question that a vendor cannot answer exactly: it names the vendor, why, and what works.
 *
 * @param field the field of the query that stands in the way.
 * @param instead changes of the query that were tried and work (without changes it is for the message alone); or advice
 * that was not tried, without the names of fields.
 * @param value the value of the field, where it is known.
 */
export function unsupported(
  vendor: string,
  field: string,
  why: string,
  instead: ErrorSuggestion | string,
  value?: string,
): MetermuxError {
  const isText = typeof instead === "string";
  return new MetermuxError(`${vendor}: ${why}; ${isText ? instead : instead.text}`, {
    ...{ code: "unsupported", vendor, field, value },
    reason: isText ? `${why}; ${instead}` : why,
    suggestion: isText ? undefined : tried(instead),
  });
}

/** Advice that changes nothing is for people only. */
function tried(suggestion: ErrorSuggestion | undefined): ErrorSuggestion | undefined {
  return suggestion?.changes.length === 0 ? undefined : suggestion;
}

/** The error for a result that may lack a part, or have one twice, so that no number of it is shown. */
export function incompleteResult(vendor: string, what: string): MetermuxError {
  return new MetermuxError(`${vendor}: ${what}`, { code: "incomplete_result", vendor });
}

/** The error for an answer that breaks what the vendor promises: reading it anyway would give a wrong number. */
export function unexpectedResponse(vendor: string, what: string, cause?: unknown): MetermuxError {
  return new MetermuxError(`${vendor}: ${what}`, { code: "unexpected_response", vendor, cause });
}
