import { cellStart } from "../model/alignment.js";
import { day } from "../model/calendar.js";
import { formatInstant } from "../model/instant.js";
import type { Range } from "../model/range.js";
import type { OperationCapabilities } from "../provider.js";
import { zoneOf } from "./range-cells.js";
import { type Refusal, refuse } from "./refusal.js";

/** The earliest instant that an operation can be asked about; undefined where no limit is known. */
export function earliestOf({ history }: Pick<OperationCapabilities, "history">, now: number): number | undefined {
  return history && now - history.maxDays * day;
}

/** Why an operation cannot answer a range: it begins before the operation's look-back. Undefined where it can. */
export function beforeHistory(
  operation: OperationCapabilities,
  { range, timeZone, now }: { range: Pick<Range, "start">; timeZone: string; now: number },
): Refusal | undefined {
  const earliest = earliestOf(operation, now);
  if (earliest === undefined) return undefined;
  // What is sent is the range on the vendor's alignment.
  if (cellStart(range.start, operation.alignment, zoneOf(operation, timeZone)) >= earliest) return undefined;
  const limit = `${operation.history?.maxDays} days back, to ${formatInstant(earliest)}`;
  return refuse("start", `can be asked for ${limit}, and start ${formatInstant(range.start)} is before that`);
}
