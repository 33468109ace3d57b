import {
  type AmberfloOptions,
  type AmberfloPortalOptions,
  createAmberflo,
  createAmberfloPortal,
  defaultRate,
  unwrap,
} from "@metermux/amberflo";
import { paginate } from "@metermux/http";
import {
  type Aggregation,
  aggregations,
  invalidInput,
  MetermuxError,
  type Provider,
  watchClock,
} from "../adapter/index.js";
import { capabilities, portalCapabilities } from "./capabilities.js";
import { joinParts } from "./join-parts.js";
import { type CustomerPage, placeOf, readCustomers, readMeters } from "./lists.js";
import { type AmberfloQuery, planCalls } from "./plan.js";
import { asker, type Post, reachBy } from "./request-usage.js";

export type { AmberfloOptions, AmberfloPortalOptions } from "@metermux/amberflo";
export type { Interval } from "./intervals.js";
export type { AmberfloQuery } from "./plan.js";
export { readUsageRequest } from "./usage-request.js";

/**
 * An Amberflo account as a connection of `createUsage`.
 *
 * @throws MetermuxError `invalid_input` for a key or base URL that cannot be used.
 */
export function amberflo(options: AmberfloOptions): Provider<AmberfloQuery[]> {
  const watched = watchClock(options);
  const client = createAmberflo(watched.options);
  return {
    vendor: "amberflo",
    capabilities,
    rate: options.rate ?? defaultRate,
    skewMs: watched.skewMs,
    vendorNow: watched.vendorNow,
    meters: async (_asked, signal) => readMeters(await unwrap(client.GET("/meters", { signal }))),
    async customers(signal) {
      const pages: CustomerPage[] = [];
      const walk = paginate({
        name: "amberflo: GET /customers/paging",
        signal,
        fetchPage: async (cursor, signal) => {
          const query = { limit: 100, page: Number(cursor ?? 1) };
          const page = await unwrap(client.GET("/customers/paging", { params: { query }, signal }));
          return { page, place: placeOf(page, query.page) };
        },
        items: ({ page }) => page.items,
        next: ({ place: { page, pages } }) => (page < pages ? String(page + 1) : null),
      });
      for await (const { page } of walk) pages.push(page);
      return readCustomers(pages);
    },
    plan: planCalls,
    joinParts,
    ask: asker((body, signal) => unwrap(client.POST("/usage/batch", { body, signal })), "account"),
  };
}

/** How to reach one customer's share, and what is known of the meters: a session cannot list them. */
export interface AmberfloPortalAdapterOptions extends AmberfloPortalOptions {
  /** The kinds of meters by their ids. Others can be asked for by name, and their rows say `unknown`. */
  meters?: Readonly<Record<string, Aggregation>> | undefined;
}

/**
 * A session of Amberflo's customer portal as a connection of `createUsage`: its own customer's usage and nobody else's.
 *
 * @throws MetermuxError `invalid_input` for a token, base URL or kind of meter that cannot be used.
 */
export function amberfloPortal({ meters = {}, ...options }: AmberfloPortalAdapterOptions): Provider<AmberfloQuery[]> {
  checkKinds(meters);
  const watched = watchClock(options);
  const client = createAmberfloPortal(watched.options);
  const post: Post = (body, signal) => unwrap(client.POST("/customer-portal/usage-batch", { body, signal }));
  return {
    vendor: "amberflo",
    capabilities: portalCapabilities,
    rate: options.rate ?? defaultRate,
    skewMs: watched.skewMs,
    vendorNow: watched.vendorNow,
    async meters(asked) {
      const names = asked ?? Object.keys(meters);
      if (names.length === 0) {
        const why = "a portal session cannot list meters; name them";
        const message = `amberflo: ${why}, or tell amberfloPortal what there is, as in meters: { api_calls: "sum" }`;
        throw new MetermuxError(message, { code: "unsupported", vendor: "amberflo", field: "meters", reason: why });
      }
      const told = new Map(Object.entries(meters));
      const untold = { name: null, unit: null, measures: "usage" as const, dimensions: undefined, archived: false };
      return names.map((id) => ({ id, ...untold, aggregation: told.get(id) ?? "unknown" }));
    },
    reach: (signal) => reachBy((body) => post(body, signal)),
    plan: planCalls,
    joinParts,
    ask: asker(post, "session"),
  };
}

function checkKinds(meters: Readonly<Record<string, Aggregation>>): void {
  const wrong = Object.entries(meters).find(([, kind]) => !aggregations.includes(kind));
  if (wrong === undefined) return;
  const instead = `give each meter's kind by its id: one of ${aggregations.join(", ")}`;
  throw invalidInput(`meters.${wrong[0]}`, JSON.stringify(wrong[1]), instead);
}
