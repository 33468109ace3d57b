import type { MetermuxError } from "@metermux/http";
import { addDecimals } from "../model/decimal.js";
import { type QueryReport, refusalOf } from "../model/report.js";
import { rollupMethod } from "../model/rollup-method.js";
import { caveatsOf } from "../plan/caveats.js";
import type { Capabilities, Measurement, Meter } from "../provider.js";

/**
 * Adds a remainder to the report: one entry a meter.
 *
 * @param windows of how many windows it is the sum.
 */
export function addRemainder(
  report: QueryReport,
  connection: string,
  remainder: Measurement,
  meters: readonly Meter[],
  windows = 1,
): void {
  const { meterId, value, unit } = remainder;
  if (value === null) return;
  const entry = report.remainders.find(
    (known) => known.connection === connection && known.meterId === meterId && known.unit === unit,
  );
  if (entry === undefined) {
    const { name = null, aggregation = "unknown" } = meters.find(({ id }) => id === meterId) ?? {};
    const first = rollupMethod(aggregation) === "sum" ? addDecimals([value]) : null;
    report.remainders.push({
      connection,
      meterId,
      meterName: name,
      windows,
      value: first,
      ...(unit !== undefined && { unit }),
    });
    return;
  }
  entry.windows += windows;
  entry.value = entry.value === null ? null : addDecimals([entry.value, value]);
}

/**
 * Adds a meter that was left out to the report, once, however many calls there were for it.
 *
 * @param why the refusal, or what an answer shows.
 */
export function addSkipped(
  report: QueryReport,
  connection: string,
  { id, name }: Meter,
  why: MetermuxError | string,
): void {
  if (report.skipped.some((known) => known.connection === connection && known.meterId === id)) return;
  const skipped = { connection, meterId: id, meterName: name };
  if (typeof why === "string")
    report.skipped.push({ ...skipped, reason: why, refusal: { field: undefined, reason: why } });
  else report.skipped.push({ ...skipped, reason: why.message, refusal: refusalOf(why) });
}

/** Adds the caveats about an operation's answers to the report, each once. */
export function addCaveats(
  report: QueryReport,
  connection: string,
  capabilities: Capabilities,
  operation: string,
): void {
  for (const about of caveatsOf(capabilities, [operation])) {
    const isKnown = report.notes.some((note) => note.connection === connection && note.about === about);
    if (!isKnown) report.notes.push({ connection, about });
  }
}
