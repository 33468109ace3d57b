import type { Json } from "../server/json.js";
import type { Call } from "../server/vendor.js";
import { aggregate } from "../world/aggregate.js";
import { Decimal } from "../world/decimal.js";
import type { UsageEvent } from "../world/event.js";
import type { World } from "../world/world.js";
import { readCursor, writeCursor } from "./cursor.js";
import { aggregateGroups, groupingOf } from "./groups.js";
import type { Metric } from "./metrics.js";
import { type Pair, readUsageRequest, type UsageBody, type UsageRequest } from "./usage-request.js";

/** How a window without a match is answered: a row with null, no row, or a row with zero. No source settles which. */
export type EmptyWindows = "null" | "absent" | "zero";

/** The form of UTC in the times of rows. The vendor's pages have both. */
export type RowOffset = "Z" | "+00:00";

/** What no source settles about the rows of usage. */
export interface RowVariants {
  readonly emptyWindows: EmptyWindows;
  readonly rowOffset?: RowOffset;
}

/** Rule `pair-pages`: windows on one page. */
const PAGE_WINDOWS = 1000;

/** POST /v1/usage. */
export function queryUsage(world: World, metrics: readonly Metric[], variants: RowVariants, call: Call): Json {
  // The body is valid by the operation's schema, of which UsageBody is the type.
  const body = call.body as UsageBody;
  const usageRequest = readUsageRequest(body, world, metrics);
  let position: readonly number[] | null = readCursor(body, call.query.next_page, [0, 0]);
  let data: Json[] = [];
  // An empty page never has a cursor, because readers take an empty page for the end [PH].
  while (position !== null && data.length === 0) {
    const [index = 0, first = 0]: readonly number[] = position;
    const pair = usageRequest.pairs[index];
    if (pair !== undefined) data = rowsOf(world, usageRequest, pair, first, variants);
    position = after(usageRequest, index, first);
  }
  return { data, next_page: position === null ? null : writeCursor(body, position) };
}

function after(usageRequest: UsageRequest, index: number, first: number): readonly number[] | null {
  const windows = (usageRequest.end - usageRequest.start) / usageRequest.window;
  if (first + PAGE_WINDOWS < windows) return [index, first + PAGE_WINDOWS];
  return index + 1 < usageRequest.pairs.length ? [index + 1, 0] : null;
}

function rowsOf(world: World, usageRequest: UsageRequest, pair: Pair, first: number, variants: RowVariants): Json[] {
  const { customer, metric } = pair;
  const start = usageRequest.start + first * usageRequest.window;
  const end = Math.min(usageRequest.end, start + PAGE_WINDOWS * usageRequest.window);
  const windows: UsageEvent[][] = Array.from({ length: (end - start) / usageRequest.window }, () => []);
  for (const event of world.events({ customerId: customer.id, type: metric.meter.eventType, start, end })) {
    windows[Math.floor((event.timestamp - start) / usageRequest.window)]?.push(event);
  }
  const grouping = groupingOf(world, usageRequest, pair);
  const rows: Json[] = [];
  for (const [index, events] of windows.entries()) {
    const matched = aggregate(events, metric.meter.measure);
    if (matched === null && variants.emptyWindows === "absent") continue;
    rows.push({
      customer_id: customer.id,
      billable_metric_id: metric.id,
      billable_metric_name: metric.name,
      start_timestamp: rowTime(start + index * usageRequest.window, variants.rowOffset),
      end_timestamp: rowTime(start + (index + 1) * usageRequest.window, variants.rowOffset),
      value: matched ?? (variants.emptyWindows === "zero" ? new Decimal(0) : null),
      groups: grouping && aggregateGroups(events, metric.meter.measure, grouping),
    });
  }
  return rows;
}

/** Rule `row-times`: as in the vendor's example, without milliseconds. */
export function rowTime(milliseconds: number, offset: RowOffset = "Z"): string {
  return new Date(milliseconds).toISOString().replace(".000Z", offset);
}
