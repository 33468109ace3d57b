import type { Json } from "../server/json.js";
import type { Call } from "../server/vendor.js";
import type { UsageEvent } from "../world/event.js";
import type { Account } from "./account.js";
import { sumOf } from "./counters.js";
import { keyedPage } from "./pages.js";
import { limitsOf, readRange } from "./range.js";
import { eventsOf, findThing, type Thing, thingsOf } from "./things.js";

/** GET /usage/real_time_streams: rules `real-time-usage` and `keyed-pages`. */
export function listRealTimeStreams(account: Account, { query }: Call): Json {
  const range = readRange(query, account);
  const egress = account.events("video_egress", range);
  const { rows, pagination } = keyedPage(thingsOf(account, "real_time_streams"), query, account.variants);
  return { real_time_streams: rows.map((stream) => describe(stream, egress)), pagination, limits: limitsOf(range) };
}

/** GET /usage/real_time_streams/summary: rule `real-time-usage`. */
export function summarizeRealTimeStreams(account: Account, { query }: Call): Json {
  const range = readRange(query, account);
  return { summary: bytesOf(account.events("video_egress", range)), limits: limitsOf(range) };
}

/** GET /usage/real_time_streams/{id}: rule `real-time-usage`. */
export function readRealTimeStream(account: Account, { params, query }: Call): Json {
  const range = readRange(query, account);
  const stream = findThing(account, "real_time_streams", params.id);
  return { real_time_stream: describe(stream, account.events("video_egress", range)), limits: limitsOf(range) };
}

function describe(stream: Thing, egress: readonly UsageEvent[]) {
  return { id: stream.id, name: stream.name, ...bytesOf(eventsOf("real_time_streams", stream, egress)) };
}

function bytesOf(egress: readonly UsageEvent[]) {
  const to = (target: string): UsageEvent[] => egress.filter(({ properties }) => properties.target === target);
  return { bytes_in: sumOf(to("primary"), "bytes"), bytes_out: sumOf(to("additional"), "bytes") };
}
