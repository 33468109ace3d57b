import type { RangeCells } from "../model/range.js";
import type { Capabilities, OperationCapabilities } from "../provider.js";

/** What the vendor's requests for a whole range lie on. */
export function rangeCells({ operations }: Capabilities): RangeCells {
  const isByMinute = ({ alignment, anyRange, windows }: OperationCapabilities) =>
    alignment === "minute" && (anyRange !== undefined || windows.none !== undefined);
  const isByDay = operations.some(({ alignment }) => alignment === "day");
  return {
    alignment: isByDay ? "day" : operations.every(isByMinute) ? "minute" : "hour",
    finest: operations.some(isByMinute) ? "minute" : "hour",
    zones: operations.some(({ zones }) => zones === "any") ? "any" : "utc",
  };
}

/** The zone whose windows an operation is asked for. */
export function zoneOf({ zones }: Pick<OperationCapabilities, "zones">, timeZone: string): string {
  return zones === "any" ? timeZone : "UTC";
}
