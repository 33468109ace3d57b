import { maxTimerMs } from "./clock.js";
import type { ConnectionOptions } from "./connection-options.js";
import { invalidInput, type MetermuxError } from "./error.js";

/** The least and the most of each number; no most where none stands. */
const limits = {
  retries: [0],
  baseDelayMs: [0, maxTimerMs],
  maxDelayMs: [0, maxTimerMs],
  timeoutMs: [1, maxTimerMs],
  deadlineMs: [1, maxTimerMs],
  maxResponseBytes: [1],
} satisfies Partial<Record<keyof ConnectionOptions, number[]>>;

const rateLimits = { requests: [1, Number.MAX_SAFE_INTEGER], windowMs: [1, maxTimerMs], concurrency: [1] };

/** @throws MetermuxError `invalid_input` for a number that would wait for ever, or not at all, by its name. */
export function checkOptions(options: ConnectionOptions, vendor: string): void {
  checkNumbers(options, limits, "", vendor);
  const { rate } = options;
  if (rate === undefined || rate === false) return;
  if (typeof rate !== "object" || rate === null) throw refuse("rate", rate, "{ requests, windowMs }, or false", vendor);
  checkNumbers(rate, rateLimits, "rate.", vendor);
  for (const field of ["requests", "windowMs"] as const) {
    if (rate[field] === undefined) throw refuse(`rate.${field}`, undefined, "a number of 1 or more", vendor);
  }
}

function checkNumbers(given: object, table: Readonly<Record<string, number[]>>, prefix: string, vendor: string): void {
  for (const [field, [least = 0, most = Number.POSITIVE_INFINITY]] of Object.entries(table)) {
    const value: unknown = Reflect.get(given, field);
    if (value === undefined || (typeof value === "number" && value >= least && value <= most)) continue;
    const upTo = most === maxTimerMs ? ` and at most ${most}` : "";
    throw refuse(`${prefix}${field}`, value, `a number of ${least} or more${upTo}`, vendor);
  }
}

function refuse(field: string, value: unknown, instead: string, vendor: string): MetermuxError {
  const given = typeof value === "string" ? JSON.stringify(value) : String(value);
  return invalidInput(vendor, field, `${field} is ${given}; give ${instead}`);
}
