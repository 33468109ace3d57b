import { canonicalDecimal } from "./decimal.js";
import { shown, unexpectedResponse } from "./refusal.js";

// Fields of a vendor's answer, checked where they are read: a type of the spec is a promise, and an absent value is never
// "no row". `about` names the field for the message; it is a function, so that a million values build no million texts.

/** An object. @throws MetermuxError `unexpected_response` for anything else. */
export function objectField(vendor: string, value: unknown, about: () => string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw wrong(vendor, value, about, "an object");
  // An object that is no list has text for its keys.
  return value as Record<string, unknown>;
}

/** A list. @throws MetermuxError `unexpected_response` for anything else. */
export function listField(vendor: string, value: unknown, about: () => string): readonly unknown[] {
  if (!Array.isArray(value)) throw wrong(vendor, value, about, "a list");
  return value;
}

/** Text that is not empty. @throws MetermuxError `unexpected_response` for anything else. */
export function textField(vendor: string, value: unknown, about: () => string): string {
  if (typeof value !== "string" || value === "") throw wrong(vendor, value, about, "text");
  return value;
}

/** Text, or null where the field is null or absent. @throws MetermuxError `unexpected_response` for anything else. */
export function optionalText(vendor: string, value: unknown, about: () => string): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value !== "string") throw wrong(vendor, value, about, "text");
  return value;
}

/** A whole number. @throws MetermuxError `unexpected_response` for anything else. */
export function wholeField(vendor: string, value: unknown, about: () => string): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value)) throw wrong(vendor, value, about, "a whole number");
  return value;
}

/**
 * An amount as a client gives it: the digits of the wire as text, or null for no data. A JavaScript number has lost digits
 * already, or may have.
 *
 * @throws MetermuxError `unexpected_response` for anything else.
 */
export function amountField(vendor: string, value: unknown, about: () => string): string | null {
  if (typeof value === "string" || value === null) return value;
  throw wrong(vendor, value, about, "a number");
}

/** The canonical form of an amount; null stays null. @throws MetermuxError `unexpected_response` for what is no decimal. */
export function canonicalField(vendor: string, value: unknown, about: () => string): string | null {
  const text = amountField(vendor, value, about);
  if (text === null) return null;
  try {
    return canonicalDecimal(text);
  } catch {
    throw wrong(vendor, value, about, "a decimal of at most 1,000 digits");
  }
}

function wrong(vendor: string, value: unknown, about: () => string, expected: string): Error {
  if (value === undefined) return unexpectedResponse(vendor, `${about()} is missing from the answer`);
  return unexpectedResponse(vendor, `${shown(value)} came as ${about()}, which must be ${expected}`);
}
