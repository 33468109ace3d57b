import { createAmberflo, createAmberfloPortal } from "@metermux/amberflo";
import { createMetronome, paginate, unwrap } from "@metermux/metronome";
import type { Sandbox } from "@metermux/sandbox";
import { createWowzaVideo, hour, resourceFilter } from "@metermux/wowza-video";
import { type HarEntry, recorder } from "./har.js";

/** Traffic between a vendor's clients and the sandbox that covers every operation of its spec. */
export interface Traffic {
  vendor: string;
  record(sandbox: Sandbox): Promise<HarEntry[]>;
}

const limits = { rate: false, retries: 0 } as const;

export const traffic: readonly Traffic[] = [
  {
    vendor: "metronome",
    async record({ connections: { metronome: connection }, world }) {
      const { fetch, entries } = recorder(connection.baseUrl, "https://api.metronome.com");
      const client = createMetronome({ ...connection, ...limits, fetch });
      const { data: metrics } = await unwrap(
        client.GET("/v1/billable-metrics", { params: { query: { include_archived: true, limit: 100 } } }),
      );
      const customers = world.customers.slice(0, 1).map(({ id }) => id);
      const byRegion = metrics.filter(({ group_keys }) => group_keys?.some((key) => key.join() === "region"));
      for (const window_size of ["HOUR", "day", "None"] as const) {
        const bounds = { starting_on: "2026-03-01T00:00:00Z", ending_before: "2026-03-02T00:00:00Z" };
        const billable_metrics = byRegion.map(({ id }) => ({ id, group_by: { key: "region" } }));
        const body = { window_size, ...bounds, customer_ids: customers, billable_metrics };
        for await (const _ of paginate((query) => unwrap(client.POST("/v1/usage", { params: { query }, body }))));
      }
      for (const only_archived of [false, true]) {
        await unwrap(client.GET("/v1/customers", { params: { query: { only_archived, limit: 5 } } }));
      }
      const [metric] = byRegion;
      const [customer = ""] = customers;
      if (metric === undefined) throw new Error("no metric can be grouped by region");
      const bounds = { starting_on: "2026-03-01T00:00:00Z", ending_before: "2026-03-02T00:00:00Z" };
      const groups = {
        customer_id: customer,
        billable_metric_id: metric.id,
        window_size: "DAY",
        group_key: ["region"],
      } as const;
      const body = { ...groups, group_key: ["region"], ...bounds };
      await unwrap(client.POST("/v1/usage/groups", { params: { query: { limit: 5 } }, body }));
      const [event] = world.events({ customerId: customer, start: Date.parse("2026-03-09") });
      await unwrap(client.POST("/v1/events/search", { body: { transactionIds: [event?.id ?? "none"] } }));
      await unwrap(client.GET("/v1/customers/{customer_id}", { params: { path: { customer_id: customer } } }));
      const path = { billable_metric_id: metric.id };
      await unwrap(client.GET("/v1/billable-metrics/{billable_metric_id}", { params: { path } }));
      const own = { params: { path: { customer_id: customer } } };
      await unwrap(client.GET("/v1/customers/{customer_id}/billable-metrics", own));
      // Refusals are part of the contract too.
      const cut = {
        window_size: "DAY",
        starting_on: "2026-03-01T05:00:00Z",
        ending_before: "2026-03-02T00:00:00Z",
      } as const;
      await client.POST("/v1/usage", { body: cut });
      await createMetronome({ ...connection, token: "wrong", ...limits, fetch }).GET("/v1/customers");
      return entries;
    },
  },
  {
    vendor: "amberflo",
    async record({ connections: { amberflo, "amberflo-portal": portal } }) {
      const { fetch, entries } = recorder(amberflo.baseUrl, "https://app.amberflo.io");
      const client = createAmberflo({ ...amberflo, ...limits, fetch });
      const { baseUrl, sessionToken, customerId } = portal;
      const query = {
        meterApiName: "api_calls",
        aggregation: "SUM" as const,
        timeGroupingInterval: "DAY" as const,
        timeRange: {
          startTimeInSeconds: Date.parse("2026-03-01") / 1000,
          endTimeInSeconds: Date.parse("2026-03-03") / 1000,
        },
      };
      await unwrap(
        client.POST("/usage", {
          body: { ...query, groupBy: ["customerId", "region"], filter: { customerId: [customerId] } },
        }),
      );
      await unwrap(
        client.POST("/usage/batch", {
          body: [
            query,
            { ...query, meterApiName: "settled", take: { limit: 2, isAscending: true }, groupBy: ["customerId"] },
          ],
        }),
      );
      const byCustomer = { ...query, groupBy: ["customerId"] };
      await unwrap(client.POST("/usage/sparse", { body: byCustomer }));
      await unwrap(client.POST("/usage/sparse/batch", { body: [query, { ...byCustomer, meterApiName: "settled" }] }));
      await unwrap(
        client.GET("/usage/all", {
          params: { query: { ...query.timeRange, timeGroupingInterval: "day", groupBy: "customerId", customerId } },
        }),
      );
      await unwrap(client.GET("/meters"));
      await unwrap(client.GET("/customers/paging", { params: { query: { limit: 5, page: 2 } } }));
      await unwrap(client.POST("/session", { body: { customerId } }));
      const session = createAmberfloPortal({ baseUrl, sessionToken, ...limits, fetch });
      await unwrap(session.POST("/customer-portal/usage-batch", { body: [query] }));
      await client.POST("/usage", { body: { ...query, meterApiName: "nope" } });
      await createAmberflo({ ...amberflo, apiKey: "wrong", ...limits, fetch }).GET("/meters");
      return entries;
    },
  },
  {
    vendor: "wowza-video",
    async record({
      connections: {
        "wowza-video": { baseUrl, token },
      },
    }) {
      const { fetch, entries } = recorder(baseUrl, "https://api.video.wowza.com/api/v2.0");
      const client = createWowzaVideo({ baseUrl, token, ...limits, fetch });
      const range = { from: hour(new Date("2026-03-01T00:00:00Z")), to: hour(new Date("2026-03-02T00:00:00Z")) };
      for (const query of [{}, range, { ...range, ...resourceFilter("vod_streams"), include: "trend" as const }]) {
        await unwrap(client.GET("/usage/account", { params: { query } }));
      }
      const params = { query: range };
      const { transcoders } = await unwrap(
        client.GET("/usage/transcoders", { params: { query: { ...range, page: 1, per_page: 2 } } }),
      );
      const { stream_targets } = await unwrap(
        client.GET("/usage/stream_targets", { params: { query: { ...range, per_page: 1 } } }),
      );
      const { real_time_streams } = await unwrap(client.GET("/usage/real_time_streams", { params }));
      const { vod_streams } = await unwrap(client.GET("/usage/vod_streams", { params }));
      const one = (items: readonly { id: string }[]) => ({
        params: { ...params, path: { id: items[0]?.id ?? "none" } },
      });
      await unwrap(client.GET("/usage/transcoders/{id}", one(transcoders)));
      await unwrap(client.GET("/usage/stream_targets/{id}", one(stream_targets)));
      await unwrap(client.GET("/usage/real_time_streams/{id}", one(real_time_streams)));
      await unwrap(client.GET("/usage/vod_streams/{id}", one(vod_streams)));
      await unwrap(client.GET("/usage/transcoders/summary", { params }));
      await unwrap(client.GET("/usage/stream_targets/summary", { params }));
      await unwrap(client.GET("/usage/real_time_streams/summary", { params }));
      await unwrap(client.GET("/usage/vod_streams/summary", { params }));
      await unwrap(client.GET("/usage/storage/peak", { params }));
      await unwrap(client.GET("/usage/storage/current"));
      await createWowzaVideo({ baseUrl, token: "wrong", ...limits, fetch }).GET("/usage/account");
      return entries;
    },
  },
];
