import { createMetronome, type MetronomeOptions, paginate, unwrap } from "@metermux/metronome";
import type { Aggregation } from "../model/query.js";
import type { Customer, Meter, Provider } from "../provider.js";
import { capabilities, planCalls, type UsageBody } from "./plan.js";
import { readPage } from "./read-page.js";

export type { MetronomeOptions } from "@metermux/metronome";

const aggregations: Readonly<Record<string, Aggregation>> = {
  COUNT: "count",
  LATEST: "latest",
  MAX: "max",
  SUM: "sum",
  UNIQUE: "unique",
};

/**
 * A Metronome account as a connection of `createUsage`.
 *
 * @throws MetermuxError `invalid_input` for a token or base URL that cannot be used.
 */
export function metronome(options: MetronomeOptions): Provider<UsageBody> {
  const client = createMetronome(options);

  async function meters(_asked: readonly string[] | undefined, signal: AbortSignal): Promise<Meter[]> {
    const found: Meter[] = [];
    const pages = paginate((cursor, stop) => {
      const query = { limit: 100, include_archived: true, ...cursor };
      return unwrap(client.GET("/v1/billable-metrics", { params: { query }, signal: AbortSignal.any([signal, stop]) }));
    });
    for await (const page of pages) {
      for (const metric of page.data) {
        found.push({
          id: metric.id,
          name: metric.name,
          // A metric defined by SQL does not say how it aggregates, whatever else it says.
          aggregation: metric.sql
            ? "unknown"
            : (aggregations[metric.aggregation_type?.toUpperCase() ?? ""] ?? "unknown"),
          unit: null,
          dimensions: (metric.group_keys ?? []).flatMap((key) => (key.length === 1 ? key : [])),
          archived: typeof metric.archived_at === "string",
        });
      }
    }
    return found;
  }

  /** One walk lists the active customers or the archived ones, never both; archived customers keep their usage. */
  async function customers(signal: AbortSignal): Promise<Customer[]> {
    const lists = [false, true].map(async (only_archived) => {
      const found: Customer[] = [];
      const pages = paginate((cursor, stop) => {
        const query = { limit: 100, only_archived, ...cursor };
        return unwrap(client.GET("/v1/customers", { params: { query }, signal: AbortSignal.any([signal, stop]) }));
      });
      for await (const page of pages) found.push(...page.data.map(({ id, name }) => ({ id, name })));
      return found;
    });
    return (await Promise.all(lists)).flat();
  }

  return {
    vendor: "metronome",
    capabilities,
    meters,
    customers,
    plan: planCalls,
    async *ask({ request: body }, question, signal) {
      const pages = paginate((query, stop) =>
        unwrap(client.POST("/v1/usage", { params: { query }, body, signal: AbortSignal.any([signal, stop]) })),
      );
      for await (const { data } of pages) yield readPage(data, question);
    },
  };
}
