import type { Json } from "../server/json.js";
import type { Call } from "../server/vendor.js";
import { type Account, queryUsage } from "./usage.js";

/** The query of GET /usage/all, by its parameters. */
interface AllUsageQuery {
  readonly startTimeInSeconds: number;
  readonly endTimeInSeconds?: number;
  readonly timeGroupingInterval: string;
  readonly groupBy?: "customerId";
  readonly customerId?: string;
}

/** GET /usage/all: rules `all-meters` and `all-customers`. */
export function listAllUsage(account: Account, call: Call): Json {
  // The query is valid by the operation's parameters, of which AllUsageQuery is the type.
  const query = call.query as unknown as AllUsageQuery;
  const { startTimeInSeconds, endTimeInSeconds = null, timeGroupingInterval, groupBy, customerId } = query;
  const usageRequest = {
    timeGroupingInterval,
    timeRange: { startTimeInSeconds, endTimeInSeconds },
    ...(groupBy && { groupBy: [groupBy] }),
    ...(customerId && { filter: { customerId } }),
  };
  return account.meters.map(({ apiName }) => queryUsage(account, { ...usageRequest, meterApiName: apiName }));
}
