import type { Json } from "../server/json.js";
import type { Call } from "../server/vendor.js";
import { hash32 } from "../world/random.js";
import type { World } from "../world/world.js";
import { countersOf } from "./counters.js";
import { readRange } from "./range.js";
import { readResources } from "./resources.js";
import { trendOf } from "./trend.js";

/** GET /usage/account, over the video events of one customer: rule `account`. */
export function readAccountUsage(world: World, customerId: string, call: Call): Json {
  const range = readRange(call.query, world.now);
  const resources = readResources(call.query);
  const eventsOf = (type: string) =>
    [...world.events({ customerId, type, ...range })].filter(({ properties }) =>
      resources.includes(properties.resource ?? ""),
    );
  const views = eventsOf("video_view");
  return {
    account: {
      id: accountId(world, customerId),
      ...countersOf(views, eventsOf("video_egress")),
      trend: call.query.include === "trend" ? trendOf(views, range, world.now) : undefined,
    },
    limits: {
      resources,
      from: new Date(range.start).toISOString(),
      to: new Date(range.end).toISOString(),
    },
  };
}

/** Eight letters and digits, as in the vendor's example. */
function accountId(world: World, customerId: string): string {
  return hash32(world.seed, "wowza-video", customerId).toString(36).padStart(8, "0");
}
