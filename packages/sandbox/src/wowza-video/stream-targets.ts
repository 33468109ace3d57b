import type { Json } from "../server/json.js";
import type { Call } from "../server/vendor.js";
import type { UsageEvent } from "../world/event.js";
import type { Account } from "./account.js";
import { viewingOf } from "./counters.js";
import { keyedPage } from "./pages.js";
import { limitsOf, readRange } from "./range.js";
import { eventsOf, findThing, type Thing, thingsOf } from "./things.js";
import { trendOf } from "./trend.js";

/** GET /usage/stream_targets: rules `stream-target-usage` and `keyed-pages`. */
export function listStreamTargets(account: Account, { query }: Call): Json {
  const range = readRange(query, account);
  const views = account.events("video_view", range);
  const { rows, pagination } = keyedPage(thingsOf(account, "stream_targets"), query, account.variants);
  const targets = rows.map((target) => describe(target, eventsOf("stream_targets", target, views)));
  return { stream_targets: targets, pagination, limits: limitsOf(range) };
}

/** GET /usage/stream_targets/summary: rules `stream-target-usage` and `zones`. */
export function summarizeStreamTargets(account: Account, { query }: Call): Json {
  const range = readRange(query, account);
  const views = account.events("video_view", range);
  return { summary: { ...viewingOf(views), zones: zonesOf(views) }, limits: limitsOf(range) };
}

/** GET /usage/stream_targets/{id}: rules `stream-target-usage`, `zones` and `one`. */
export function readStreamTarget(account: Account, { params, query }: Call): Json {
  const { now } = account.world;
  const range = readRange(query, account);
  const target = findThing(account, "stream_targets", params.id);
  const views = eventsOf("stream_targets", target, account.events("video_view", range));
  const trend = query.include === "trend" ? trendOf(views, range, now) : undefined;
  return { stream_target: { ...describe(target, views), trend, zones: zonesOf(views) }, limits: limitsOf(range) };
}

function describe({ id, name, archived }: Thing, views: readonly UsageEvent[]) {
  return { id, name, archived, type: "fastly", ...viewingOf(views) };
}

/** Rule `zones`. */
function zonesOf(views: readonly UsageEvent[]): Json[] {
  return [{ name: "global", type: "fastly", viewing_bytes: viewingOf(views).viewing_bytes }];
}
