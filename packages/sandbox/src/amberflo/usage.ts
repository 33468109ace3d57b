import type { Json } from "../server/json.js";
import type { Decimal } from "../world/decimal.js";
import type { UsageEvent } from "../world/event.js";
import { DAY } from "../world/time.js";
import type { World } from "../world/world.js";
import { amountOf, type Group, groupsOf } from "./groups.js";
import type { AmberfloMeter } from "./meters.js";
import { refuse } from "./rules.js";
import { readUsageRequest, type UsageBody, type UsageRequest } from "./usage-request.js";
import type { AmberfloVariants } from "./variants.js";

/** The data and options of every query. */
export interface Account {
  readonly world: World;
  readonly meters: readonly AmberfloMeter[];
  readonly variants: AmberfloVariants;
}

/**
 * One report of POST /usage and its batches.
 *
 * @param onlyCustomer the world's id of the only customer whose usage may be read, or undefined for all
 */
export function queryUsage(account: Account, body: UsageBody, onlyCustomer?: string): Json {
  const { world, variants } = account;
  const usageRequest = ask(account, body);
  const { buckets } = usageRequest;
  // Counted before any bucket is built: the hours since 1970 exceed the rows of any answer.
  requireRows(buckets.count, variants);
  const groups = groupsOf(world, usageRequest, onlyCustomer);
  requireRows(buckets.count * groups.length, variants);
  const starts = Array.from({ length: buckets.count }, (_, index) => buckets.startOf(index) / 1000);
  return {
    metadata: metadataOf(usageRequest, body),
    secondsSinceEpochIntervals: starts,
    clientMeters: groups.map((group) => clientMeterOf(group, usageRequest, starts)),
  };
}

/** Reads the query and applies rule `gateway-timeout`. */
export function ask({ world, meters, variants }: Account, body: UsageBody): UsageRequest {
  const usageRequest = readUsageRequest(body, world, meters, variants.weekStartsOn);
  const { start, end } = usageRequest.buckets;
  const { timeoutAfterDays: most } = variants;
  if (most !== false && end - start > most * DAY) throw refuse("gateway-timeout", "Endpoint request timed out", 504);
  return usageRequest;
}

/** Rule `row-cap`. */
export function requireRows(rows: number, { rowCap, overflow }: AmberfloVariants): void {
  if (rows > rowCap) throw refuse("row-cap", `${rows} rows are more than ${rowCap}`, overflow);
}

/** Rule `echo`. */
export function metadataOf(usageRequest: UsageRequest, body: UsageBody): Json {
  return {
    account: "sandbox",
    meterApiName: usageRequest.meter.apiName,
    aggregation: usageRequest.aggregation,
    timeRange: {
      startTimeInSeconds: body.timeRange.startTimeInSeconds,
      endTimeInSeconds: body.timeRange.endTimeInSeconds ?? null,
    },
    filter: body.filter ? usageRequest.filter : null,
    groupBy: body.groupBy ?? null,
    take: usageRequest.take,
    timeGroupingInterval: usageRequest.interval,
    valuesTimeGroupingInterval: usageRequest.interval,
  };
}

/** Rules `zero-fill` and `percentage`. */
function clientMeterOf(group: Group, usageRequest: UsageRequest, starts: readonly number[]): Json {
  const byBucket: UsageEvent[][] = starts.map(() => []);
  for (const event of group.events) byBucket[usageRequest.buckets.indexOf(event.timestamp)]?.push(event);
  let previous: Decimal | undefined;
  const values = byBucket.map((events, index): Json => {
    const value = amountOf(events, usageRequest);
    const percentageFromPrevious = previous === undefined ? 0 : percentage(previous.toNumber(), value.toNumber());
    previous = value;
    return { percentageFromPrevious, value, secondsSinceEpochUtc: starts[index] };
  });
  return { group: { groupInfo: group.info }, groupValue: group.value, values };
}

/** The change from the previous value in percent; matches recorded answers to the last bit. */
export function percentage(previous: number, current: number): number {
  if (previous !== 0) return ((current - previous) / previous) * 100;
  return Math.sign(current) * 100;
}
