import type { Json } from "../server/json.js";
import type { Decimal } from "../world/decimal.js";
import type { UsageEvent } from "../world/event.js";
import type { World } from "../world/world.js";
import type { WeekStart } from "./buckets.js";
import { amountOf, type Group, groupsOf } from "./groups.js";
import type { AmberfloMeter } from "./meters.js";
import { type Question, readQuestion, type UsageBody } from "./question.js";
import { refuse } from "./rules.js";

/** Rule `row-cap` [D]. */
export const MAX_ROWS = 100_000;

/** What every query is asked of. */
export interface Account {
  readonly world: World;
  readonly meters: readonly AmberfloMeter[];
  readonly weekStartsOn: WeekStart;
}

/**
 * One report of POST /usage and its batches.
 *
 * @param onlyCustomer the world's id of the one customer whose usage may be seen, or undefined for all
 */
export function queryUsage(account: Account, body: UsageBody, onlyCustomer?: string): Json {
  const { world, meters, weekStartsOn } = account;
  const question = readQuestion(body, world, meters, weekStartsOn);
  const { buckets } = question;
  // Counted before anything is laid out: hours since 1970 are more than the rows of any answer.
  requireRows(buckets.count);
  const groups = groupsOf(world, question, onlyCustomer);
  requireRows(buckets.count * groups.length);
  const starts = Array.from({ length: buckets.count }, (_, index) => buckets.startOf(index) / 1000);
  return {
    metadata: metadataOf(question, body),
    secondsSinceEpochIntervals: starts,
    clientMeters: groups.map((group) => clientMeterOf(group, question, starts)),
  };
}

/** Rule `row-cap`. */
export function requireRows(rows: number): void {
  if (rows > MAX_ROWS) throw refuse("row-cap", `${rows} rows are more than ${MAX_ROWS}`);
}

/** Rule `echo`. */
export function metadataOf(question: Question, body: UsageBody): Json {
  return {
    account: "sandbox",
    meterApiName: question.meter.apiName,
    aggregation: question.aggregation,
    timeRange: {
      startTimeInSeconds: body.timeRange.startTimeInSeconds,
      endTimeInSeconds: body.timeRange.endTimeInSeconds ?? null,
    },
    filter: body.filter ? question.filter : null,
    groupBy: body.groupBy ?? null,
    take: question.take,
    timeGroupingInterval: question.interval,
    valuesTimeGroupingInterval: question.interval,
  };
}

/** Rules `zero-fill` and `percentage`. */
function clientMeterOf(group: Group, question: Question, starts: readonly number[]): Json {
  const byBucket: UsageEvent[][] = starts.map(() => []);
  for (const event of group.events) byBucket[question.buckets.indexOf(event.timestamp)]?.push(event);
  let previous: Decimal | undefined;
  const values = byBucket.map((events, index): Json => {
    const value = amountOf(events, question);
    const percentageFromPrevious = previous === undefined ? 0 : percentage(previous.toNumber(), value.toNumber());
    previous = value;
    return { percentageFromPrevious, value, secondsSinceEpochUtc: starts[index] };
  });
  return { group: { groupInfo: group.info }, groupValue: group.value, values };
}

/** How far a value is from the one before, in percent of that; recomputed from recorded answers, to the last bit. */
export function percentage(previous: number, current: number): number {
  if (previous !== 0) return ((current - previous) / previous) * 100;
  return Math.sign(current) * 100;
}
