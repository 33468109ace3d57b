import type { Json } from "../server/json.js";
import { Refusal } from "../server/refusal.js";
import type { Vendor } from "../server/vendor.js";
import { querySparseUsage } from "./sparse-usage.js";
import { type Account, queryUsage } from "./usage.js";
import type { UsageBody } from "./usage-request.js";

/** Rule `lenient`: the answers of operations other than usage, whose queries are checked one by one. */
export function lenientAnswers(sessionToken: string): NonNullable<Vendor["lenient"]> {
  return {
    "GET /usage/all": () => [],
    "POST /session": () => ({ url: `https://portal.amberflo.io/session/${sessionToken}`, sessionToken }),
  };
}

/** Rule `lenient`: a report without intervals and groups in place of a refusal. */
export function lenientUsage(account: Account, body: UsageBody, onlyCustomer?: string): Json {
  return unlessRefused(
    () => queryUsage(account, body, onlyCustomer),
    () => ({ metadata: echo(body), secondsSinceEpochIntervals: [], clientMeters: [] }),
  );
}

/** The same for a sparse report. */
export function lenientSparseUsage(account: Account, body: UsageBody): Json {
  return unlessRefused(
    () => querySparseUsage(account, body),
    () => ({ metadata: echo(body), clientMeters: [] }),
  );
}

function unlessRefused(answer: () => Json, instead: () => Json): Json {
  try {
    return answer();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return instead();
  }
}

function echo({ meterApiName, aggregation, timeRange, timeGroupingInterval, ...body }: UsageBody): Json {
  return {
    account: "sandbox",
    meterApiName,
    aggregation: (aggregation ?? "sum").toLowerCase(),
    timeRange: {
      startTimeInSeconds: timeRange.startTimeInSeconds,
      endTimeInSeconds: timeRange.endTimeInSeconds ?? null,
    },
    filter: null,
    groupBy: body.groupBy ?? null,
    take: null,
    timeGroupingInterval: (timeGroupingInterval ?? "hour").toLowerCase(),
  };
}
