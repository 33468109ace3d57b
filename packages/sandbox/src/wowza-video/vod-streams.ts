import type { Json } from "../server/json.js";
import type { Call } from "../server/vendor.js";
import type { UsageEvent } from "../world/event.js";
import type { Account } from "./account.js";
import { egressOf, viewingOf } from "./counters.js";
import { keyedPage } from "./pages.js";
import { limitsOf, type Range, readRange } from "./range.js";
import { ofResource } from "./resources.js";
import { eventsOf, findThing, type Thing, thingsOf } from "./things.js";
import { trendOf } from "./trend.js";

/** GET /usage/vod_streams: rules `vod-stream-usage` and `keyed-pages`. */
export function listVodStreams(account: Account, { query }: Call): Json {
  const range = readRange(query, account);
  const views = eventsIn(account, "video_view", range);
  const { rows, pagination } = keyedPage(thingsOf(account, "vod_streams"), query, account.variants);
  const streams = rows.map((stream) => describe(stream, eventsOf("vod_streams", stream, views)));
  return { vod_streams: streams, pagination, limits: limitsOf(range) };
}

/** GET /usage/vod_streams/summary: rule `vod-stream-usage`. */
export function summarizeVodStreams(account: Account, { query }: Call): Json {
  const range = readRange(query, account);
  const { egress_seconds, egress_bytes } = egressOf(eventsIn(account, "video_egress", range));
  const viewing = viewingOf(eventsIn(account, "video_view", range));
  return { summary: { ...viewing, egress_seconds, egress_bytes }, limits: limitsOf(range) };
}

/** GET /usage/vod_streams/{id}: rules `vod-stream-usage` and `one`. */
export function readVodStream(account: Account, { params, query }: Call): Json {
  const { now } = account.world;
  const range = readRange(query, account);
  const stream = findThing(account, "vod_streams", params.id);
  const views = eventsOf("vod_streams", stream, eventsIn(account, "video_view", range));
  const egress = eventsOf("vod_streams", stream, eventsIn(account, "video_egress", range));
  const { egress_bytes, egress_seconds } = egressOf(egress);
  const trend = query.include === "trend" ? trendOf(views, range, now) : undefined;
  return { vod_stream: { ...describe(stream, views), egress_bytes, egress_seconds, trend }, limits: limitsOf(range) };
}

function describe({ id, name, archived }: Thing, views: readonly UsageEvent[]) {
  return { id, name, archived, type: "fastly", ...viewingOf(views) };
}

function eventsIn(account: Account, type: string, range: Range): UsageEvent[] {
  return ofResource(account.events(type, range), "vod_streams");
}
