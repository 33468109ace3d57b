import type { Json } from "../server/json.js";
import type { Call } from "../server/vendor.js";
import type { Account } from "./account.js";
import { countersOf } from "./counters.js";
import { limitsOf, readRange } from "./range.js";
import { ofResource, readResources } from "./resources.js";
import { trendOf } from "./trend.js";

/** GET /usage/account, over the video events of one customer: rule `account`. */
export function readAccountUsage(account: Account, { query }: Call, envelope = account.variants.envelope): Json {
  const { now } = account.world;
  const range = readRange(query, account);
  const resources = readResources(query);
  const views = ofResource(account.events("video_view", range), ...resources);
  const egress = ofResource(account.events("video_egress", range), ...resources);
  return {
    [envelope]: {
      id: account.id,
      ...countersOf(views, egress, account.variants.averageViewing),
      trend: query.include === "trend" ? trendOf(views, range, now) : undefined,
    },
    limits: { resources, ...limitsOf(range) },
  };
}
