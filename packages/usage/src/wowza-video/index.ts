import { createWowzaVideo, defaultRate, unwrap, type WowzaVideoOptions } from "@metermux/wowza-video";
import { type Provider, watchClock } from "../adapter/index.js";
import { type AccountQuery, capabilities, meters, planCalls } from "./plan.js";
import { readAccount } from "./read-account.js";

export type { ResourceFilter, WowzaVideoOptions } from "@metermux/wowza-video";
export type { AccountQuery } from "./plan.js";
export { type AccountAnswer, readAccount } from "./read-account.js";

/**
 * A Wowza Video account as a connection of `createUsage`. Its meters are the account's counters, and its rows have no
 * customer: they are the account's own. A number of usage is not the number that is billed.
 *
 * @throws MetermuxError `invalid_input` for a token or base URL that cannot be used.
 */
export function wowzaVideo(options: WowzaVideoOptions): Provider<AccountQuery> {
  const watched = watchClock(options);
  const client = createWowzaVideo(watched.options);
  return {
    vendor: "wowza-video",
    capabilities,
    rate: options.rate ?? defaultRate,
    skewMs: watched.skewMs,
    vendorNow: watched.vendorNow,
    meters: async () => meters,
    plan: planCalls,
    async *ask({ request, question }, signal) {
      yield readAccount(
        await unwrap(client.GET("/usage/account", { params: { query: request }, signal })),
        request,
        question,
      );
    },
  };
}
