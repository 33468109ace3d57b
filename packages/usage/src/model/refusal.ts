import { MetermuxError } from "@metermux/http";

/** The error for input that cannot be meant: it names the field, the value and what to give instead. */
export function invalidInput(field: string, value: string, instead: string): MetermuxError {
  return new MetermuxError(`${field}: ${value} cannot be used; ${instead}`, { code: "invalid_input", field });
}

/** The refusal of a question that a vendor cannot answer exactly: it names the vendor, why, and the nearest that works. */
export function unsupported(vendor: string, field: string, why: string, nearest: string): MetermuxError {
  return new MetermuxError(`${vendor}: ${why}; ${nearest}`, { code: "unsupported", vendor, field });
}

/** The error for an answer that breaks what the vendor promises: reading it anyway would give a wrong number. */
export function unexpectedResponse(vendor: string, what: string, cause?: unknown): MetermuxError {
  return new MetermuxError(`${vendor}: ${what}`, { code: "unexpected_response", vendor, cause });
}
