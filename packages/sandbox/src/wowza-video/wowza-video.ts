import type { Limiter } from "../server/limiter.js";
import type { Call, Vendor } from "../server/vendor.js";
import type { World } from "../world/world.js";
import { type Account, accountOf } from "./account.js";
import { readAccountUsage } from "./account-usage.js";
import { cached } from "./cache.js";
import { errorBody } from "./error-body.js";
import { lenientAnswers } from "./lenient.js";
import { withPlural, wowzaVideoOperations } from "./operations.js";
import { listRealTimeStreams, readRealTimeStream, summarizeRealTimeStreams } from "./real-time-streams.js";
import { refuse } from "./rules.js";
import { readCurrentStorage, readPeakStorage } from "./storage.js";
import { listStreamTargets, readStreamTarget, summarizeStreamTargets } from "./stream-targets.js";
import { listTranscoders, readTranscoder, summarizeTranscoders } from "./transcoders.js";
import type { Variants } from "./variants.js";
import { listVodStreams, readVodStream, summarizeVodStreams } from "./vod-streams.js";

export interface WowzaVideoOptions {
  readonly token: string;
  readonly limiter: Limiter;
  /** The id of the customer of the world whose video account it is. */
  readonly customerId: string;
  readonly variants?: Partial<Variants>;
  /** Monotonic milliseconds, for the cache. Default: a fixed time. */
  readonly clock?: () => number;
}

/**
 * Wowza Video over one customer of a world, in the version that the path names.
 *
 * @throws RangeError when the world has no such customer.
 */
export function wowzaVideo(world: World, options: WowzaVideoOptions): Vendor {
  const { token, limiter, customerId, variants = {}, clock = () => 0 } = options;
  const account = accountOf(world, customerId, variants);
  const { lenient, pluralPath } = account.variants;
  const handlers = cached(handlersOf(account), clock);
  const operations = wowzaVideoOperations();
  return {
    name: "wowza-video/api/v2.0",
    operations: pluralPath ? withPlural(operations) : operations,
    handlers,
    ...(lenient && { lenient: lenientAnswers(handlers) }),
    admit: (request) => {
      const given = request.headers.get("authorization");
      if (lenient ? !/^Bearer \S/i.test(given ?? "") : given !== `Bearer ${token}`) {
        throw refuse("bearer", "The bearer token is missing or not valid", 401);
      }
      // Without Retry-After: rule no-retry-after.
      if (!limiter()) throw refuse("rate-limit", "Too many requests", 429);
    },
    errorBody,
  };
}

function handlersOf(account: Account): Vendor["handlers"] {
  return {
    "GET /usage/account": (call) => readAccountUsage(account, call),
    ...(account.variants.pluralPath && {
      "GET /usage/accounts": (call: Call) => readAccountUsage(account, call, "accounts"),
    }),
    "GET /usage/transcoders": (call) => listTranscoders(account, call),
    "GET /usage/transcoders/summary": (call) => summarizeTranscoders(account, call),
    "GET /usage/transcoders/{id}": (call) => readTranscoder(account, call),
    "GET /usage/stream_targets": (call) => listStreamTargets(account, call),
    "GET /usage/stream_targets/summary": (call) => summarizeStreamTargets(account, call),
    "GET /usage/stream_targets/{id}": (call) => readStreamTarget(account, call),
    "GET /usage/real_time_streams": (call) => listRealTimeStreams(account, call),
    "GET /usage/real_time_streams/summary": (call) => summarizeRealTimeStreams(account, call),
    "GET /usage/real_time_streams/{id}": (call) => readRealTimeStream(account, call),
    "GET /usage/vod_streams": (call) => listVodStreams(account, call),
    "GET /usage/vod_streams/summary": (call) => summarizeVodStreams(account, call),
    "GET /usage/vod_streams/{id}": (call) => readVodStream(account, call),
    "GET /usage/storage/peak": (call) => readPeakStorage(account, call),
    "GET /usage/storage/current": () => readCurrentStorage(account),
  };
}
