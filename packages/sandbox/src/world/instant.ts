/**
 * Milliseconds since 1970 UTC. Text needs an offset or `Z`, or is a bare date, which is its UTC midnight: text without
 * a zone would mean another moment on another machine.
 *
 * @param name the name of the value, for the error
 * @throws RangeError when it is not an instant.
 */
export function readInstant(instant: Date | string | number, name = "now"): number {
  if (typeof instant === "string" && !/^\d{4}-\d\d-\d\d$|(?:Z|[+-]\d\d:\d\d)$/i.test(instant)) {
    throw new RangeError(`${name} needs an offset or Z, got ${instant}`);
  }
  const milliseconds = typeof instant === "number" ? instant : new Date(instant).getTime();
  // Date turns 30 February into March, so the formatted date must equal the input.
  const date = typeof instant === "string" ? instant.slice(0, 10) : undefined;
  const midnight = date === undefined ? 0 : Date.parse(`${date}T00:00:00Z`);
  if (date !== undefined && (Number.isNaN(midnight) || new Date(midnight).toISOString().slice(0, 10) !== date)) {
    throw new RangeError(`${name} is not a date that exists: ${String(instant)}`);
  }
  if (!Number.isSafeInteger(milliseconds) || Math.abs(milliseconds) > 8.64e15) {
    throw new RangeError(`${name} is not an instant in whole milliseconds: ${String(instant)}`);
  }
  return milliseconds;
}
