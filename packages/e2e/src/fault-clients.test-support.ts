import { type components, createAmberflo, createAmberfloPortal } from "@metermux/amberflo";
import type { ConnectionOptions } from "@metermux/http";
import { createMetronome, paginate, unwrap } from "@metermux/metronome";
import type { Sandbox } from "@metermux/sandbox";
import { createUsage } from "@metermux/usage";
import { metronome } from "@metermux/usage/metronome";
import { createWowzaVideo } from "@metermux/wowza-video";

/** A client or facade under test in the fault matrix. */
export interface FaultClient {
  name: string;
  vendor: "metronome" | "amberflo" | "wowza-video";
  /** The operation that faults apply to. */
  operation: string;
  /** Queries and returns the received usage as text, without undocumented members. */
  ask(sandbox: Sandbox, options: ConnectionOptions): Promise<string>;
}

const start = Date.parse("2026-03-01") / 1000;
const query = {
  meterApiName: "settled",
  aggregation: "SUM",
  timeGroupingInterval: "DAY",
  timeRange: { startTimeInSeconds: start, endTimeInSeconds: start + 2 * 86_400 },
  groupBy: ["customerId"],
} as const;
const batch = [{ ...query, groupBy: ["customerId"] }];

const textOf = (reports: readonly components["schemas"]["UsageReport"][]) =>
  JSON.stringify(reports.map(({ metadata, clientMeters }) => [metadata.meterApiName, clientMeters]));

/** Every client, and the facade. */
export const faultClients: readonly FaultClient[] = [
  {
    name: "metronome",
    vendor: "metronome",
    operation: "POST /v1/usage",
    async ask({ connections: { metronome: connection }, world }, options) {
      const client = createMetronome({ ...options, ...connection });
      const body = {
        window_size: "DAY",
        starting_on: "2026-03-01T00:00:00Z",
        ending_before: "2026-03-03T00:00:00Z",
        customer_ids: world.customers.slice(0, 1).map(({ id }) => id),
      } as const;
      const rows: unknown[] = [];
      const pages = paginate((cursor, signal) =>
        unwrap(
          client.POST("/v1/usage", {
            params: { query: cursor },
            body: { ...body, customer_ids: [...body.customer_ids] },
            signal,
          }),
        ),
      );
      for await (const { data } of pages) rows.push(...data);
      return JSON.stringify(rows);
    },
  },
  {
    name: "amberflo",
    vendor: "amberflo",
    operation: "POST /usage/batch",
    async ask({ connections: { amberflo } }, options) {
      const client = createAmberflo({ ...options, ...amberflo });
      return textOf(await unwrap(client.POST("/usage/batch", { body: batch })));
    },
  },
  {
    name: "amberflo portal",
    vendor: "amberflo",
    operation: "POST /customer-portal/usage-batch",
    async ask({ connections: { "amberflo-portal": portal } }, options) {
      const client = createAmberfloPortal({ ...options, baseUrl: portal.baseUrl, sessionToken: portal.sessionToken });
      return textOf(await unwrap(client.POST("/customer-portal/usage-batch", { body: batch })));
    },
  },
  {
    name: "wowza video",
    vendor: "wowza-video",
    operation: "GET /usage/account",
    async ask({ connections: { "wowza-video": video } }, options) {
      const client = createWowzaVideo({ ...options, baseUrl: video.baseUrl, token: video.token });
      const range = { from: "2026-03-01 00:00:00", to: "2026-03-03 00:00:00" };
      const { account, limits } = await unwrap(client.GET("/usage/account", { params: { query: range } }));
      return JSON.stringify([account?.viewing_bytes, account?.viewing_seconds, limits.from, limits.to]);
    },
  },
  {
    name: "facade",
    vendor: "metronome",
    operation: "POST /v1/usage",
    async ask({ connections: { metronome: connection }, world, now }, options) {
      const clock = { now: () => now.getTime() };
      const usage = createUsage({ billing: metronome({ ...options, ...connection }) }, { clock });
      const customers = world.customers.slice(0, 1).map(({ id }) => id);
      const rows: unknown[] = [];
      for await (const row of usage.query({ start: "2026-03-01", end: "2026-03-03", window: "day", customers }))
        rows.push(row);
      return JSON.stringify(rows);
    },
  },
];
