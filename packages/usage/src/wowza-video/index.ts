import { createWowzaVideo, defaultRate, unwrap, type WowzaVideoOptions } from "@metermux/wowza-video";
import { parseVendorInstant } from "../model/instant.js";
import { unexpectedResponse } from "../model/refusal.js";
import type { Call, MeasurementPage, Provider, Question } from "../provider.js";
import { watchClock } from "../vendor-clock.js";
import { type AccountQuery, type Counter, capabilities, meters, planCalls } from "./plan.js";

export type { WowzaVideoOptions } from "@metermux/wowza-video";

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

/** The parts of an answer that are read. The guide's samples have `accounts` where the reference has `account`. */
export interface AccountAnswer {
  account?: Partial<Record<Counter, string | null>>;
  accounts?: Partial<Record<Counter, string | null>>;
  limits: { from?: string; to?: string; resources?: string[] };
}

/** What an answer says, in the facade's terms: over the range that the vendor says it applied. Pure. */
export function readAccount(
  answer: AccountAnswer,
  request: Call<AccountQuery>["request"],
  question: Question,
): MeasurementPage {
  const account = answer.account ?? answer.accounts;
  if (account === undefined) throw unexpectedResponse("wowza-video", 'no "account" in the body');
  const { from, to, resources } = answer.limits;
  const asked = request["filter[0][eq]"] ?? request["filter[0][in]"];
  if (asked !== undefined && resources !== undefined && [...resources].sort().join() !== asked) {
    throw unexpectedResponse("wowza-video", `the answer is about ${resources.join(",")}, not ${asked}`);
  }
  // Times of usage are UTC, in requests without a zone too, as the vendor's reference says.
  const start = parseVendorInstant("wowza-video", from, "limits.from", "UTC");
  const end = parseVendorInstant("wowza-video", to, "limits.to", "UTC");
  const measurements = question.meters.flatMap(({ id }) => {
    // The meters of a question are those of the plan.
    const value = account[id as Counter];
    if (value === undefined) return [];
    const measurement = { meterId: id, customerId: null, start, end, value, groups: {} };
    return [question.raw ? { ...measurement, raw: answer } : measurement];
  });
  return { measurements, remainders: [] };
}
