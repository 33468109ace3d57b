import type { Json } from "../server/json.js";
import type { Decimal } from "../world/decimal.js";
import type { UsageEvent } from "../world/event.js";
import { amountOf, type Group, groupsOf } from "./groups.js";
import { type Account, ask, metadataOf, percentage, requireRows } from "./usage.js";
import type { UsageBody, UsageRequest } from "./usage-request.js";

/** One report of POST /usage/sparse and its batch: rules `sparse` and `sparse-intervals`. */
export function querySparseUsage(account: Account, body: UsageBody): Json {
  const { world, variants } = account;
  const usageRequest = ask(account, body);
  // Rule pre-aggregated.
  const groups = variants.preAggregated.includes(body.meterApiName) ? [] : groupsOf(world, usageRequest, undefined);
  const clientMeters = groups.map((group) => ({
    group: { groupInfo: group.info },
    groupValue: group.value,
    values: valuesOf(group, usageRequest),
  }));
  // Rule sparse-rows.
  requireRows(
    clientMeters.reduce((rows, { values }) => rows + values.length, 0),
    variants,
  );
  const starts = new Set(clientMeters.flatMap(({ values }) => values.map((each) => each.secondsSinceEpochUtc)));
  return {
    metadata: metadataOf(usageRequest, body),
    // Rule sparse-intervals.
    ...(variants.sparseIntervals && { secondsSinceEpochIntervals: [...starts].sort((left, right) => left - right) }),
    clientMeters,
  };
}

function valuesOf(group: Group, usageRequest: UsageRequest) {
  const { buckets } = usageRequest;
  const byBucket = new Map<number, UsageEvent[]>();
  for (const event of group.events) {
    const index = buckets.indexOf(event.timestamp);
    const events = byBucket.get(index) ?? [];
    if (events.length === 0) byBucket.set(index, events);
    events.push(event);
  }
  const amounts = new Map<number, Decimal>();
  for (const [index, events] of byBucket) amounts.set(index, amountOf(events, usageRequest));
  return [...amounts]
    .sort(([left], [right]) => left - right)
    .map(([index, value]) => ({
      percentageFromPrevious: index === 0 ? 0 : changeTo(value, amounts.get(index - 1)),
      value,
      secondsSinceEpochUtc: buckets.startOf(index) / 1000,
    }));
}

/** Rule `sparse-percentage`: the previous interval counts as 0 if it is left out. */
function changeTo(value: Decimal, previous: Decimal | undefined): number {
  return percentage(previous?.toNumber() ?? 0, value.toNumber());
}
