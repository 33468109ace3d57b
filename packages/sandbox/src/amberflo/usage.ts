import type { Json } from "../server/json.js";
import type { Decimal } from "../world/decimal.js";
import type { UsageEvent } from "../world/event.js";
import { DAY } from "../world/time.js";
import type { World } from "../world/world.js";
import { amountOf, type Group, groupsOf } from "./groups.js";
import type { AmberfloMeter } from "./meters.js";
import { type Question, readQuestion, type UsageBody } from "./question.js";
import { refuse } from "./rules.js";
import type { AmberfloVariants } from "./variants.js";

/** What every query is asked of. */
export interface Account {
  readonly world: World;
  readonly meters: readonly AmberfloMeter[];
  readonly variants: AmberfloVariants;
}

/**
 * One report of POST /usage and its batches.
 *
 * @param onlyCustomer the world's id of the one customer whose usage may be seen, or undefined for all
 */
export function queryUsage(account: Account, body: UsageBody, onlyCustomer?: string): Json {
  const { world, variants } = account;
  const question = ask(account, body);
  const { buckets } = question;
  // Counted before anything is laid out: hours since 1970 are more than the rows of any answer.
  requireRows(buckets.count, variants);
  const groups = groupsOf(world, question, onlyCustomer);
  requireRows(buckets.count * groups.length, variants);
  const starts = Array.from({ length: buckets.count }, (_, index) => buckets.startOf(index) / 1000);
  return {
    metadata: metadataOf(question, body),
    secondsSinceEpochIntervals: starts,
    clientMeters: groups.map((group) => clientMeterOf(group, question, starts)),
  };
}

/** What the body asks, within the time that the gateway has: rule `gateway-timeout`. */
export function ask({ world, meters, variants }: Account, body: UsageBody): Question {
  const question = readQuestion(body, world, meters, variants.weekStartsOn);
  const { start, end } = question.buckets;
  const { timeoutAfterDays: most } = variants;
  if (most !== false && end - start > most * DAY) throw refuse("gateway-timeout", "Endpoint request timed out", 504);
  return question;
}

/** Rule `row-cap`. */
export function requireRows(rows: number, { rowCap, overflow }: AmberfloVariants): void {
  if (rows > rowCap) throw refuse("row-cap", `${rows} rows are more than ${rowCap}`, overflow);
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
