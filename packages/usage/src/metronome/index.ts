import {
  type components,
  createMetronome,
  defaultRate,
  type MetronomeOptions,
  paginate,
  unwrap,
} from "@metermux/metronome";
import type { Aggregation } from "../model/query.js";
import type { Customer, MeasurementPage, Meter, Provider, Question } from "../provider.js";
import { watchClock } from "../vendor-clock.js";
import { capabilities } from "./capabilities.js";
import { type GroupsBody, type MetronomeBody, planCalls, type UsageBody } from "./plan.js";
import { readGroups, readPage } from "./read-page.js";

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
export function metronome(options: MetronomeOptions): Provider<MetronomeBody> {
  const watched = watchClock(options);
  const client = createMetronome(watched.options);

  async function meters(_asked: readonly string[] | undefined, signal: AbortSignal): Promise<Meter[]> {
    const found: Meter[] = [];
    const pages = paginate(
      (cursor, signal) => {
        const query = { limit: 100, include_archived: true, ...cursor };
        return unwrap(client.GET("/v1/billable-metrics", { params: { query }, signal }));
      },
      { signal },
    );
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
          dimensions: [...new Set((metric.group_keys ?? []).flat())],
          groupKeys: metric.group_keys ?? [],
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
      const pages = paginate(
        (cursor, signal) => {
          const query = { limit: 100, only_archived, ...cursor };
          return unwrap(client.GET("/v1/customers", { params: { query }, signal }));
        },
        { signal },
      );
      for await (const page of pages) found.push(...page.data.map(readCustomer));
      return found;
    });
    return (await Promise.all(lists)).flat();
  }

  function askUsage(body: UsageBody, question: Question, asking: Asking): AsyncGenerator<MeasurementPage> {
    return countedPages(
      asking,
      (query, signal) => unwrap(client.POST("/v1/usage", { params: { query }, body, signal })),
      ({ data }) => readPage(data, question),
    );
  }

  async function* askGroups(body: GroupsBody, question: Question, asking: Asking): AsyncGenerator<MeasurementPage> {
    const pages = countedPages(
      asking,
      (query, signal) => unwrap(client.POST("/v1/usage/groups", { params: { query }, body, signal })),
      ({ data }) => data,
    );
    const rows: components["schemas"]["UsageGroupRow"][] = [];
    for await (const data of pages) rows.push(...data);
    yield readGroups(rows, question);
  }

  return {
    vendor: "metronome",
    capabilities,
    rate: options.rate ?? defaultRate,
    skewMs: watched.skewMs,
    meters,
    customers,
    plan: planCalls,
    ask: ({ request, question }, signal, beforeMore) =>
      "billable_metric_id" in request
        ? askGroups(request, question, { signal, beforeMore })
        : askUsage(request, question, { signal, beforeMore }),
  };
}

interface Asking {
  signal: AbortSignal;
  beforeMore: () => void;
}

/** Every page of an answer; each but the first is told before it is asked for. */
function countedPages<Page extends { data: readonly unknown[]; next_page: string | null }, Read>(
  { signal, beforeMore }: Asking,
  fetchPage: (cursor: { next_page?: string }, signal: AbortSignal) => Promise<Page>,
  read: (page: Page) => Read,
): AsyncGenerator<Read, void, undefined> {
  const fetchCounted = async (cursor: { next_page?: string }, stop: AbortSignal) => {
    if (cursor.next_page !== undefined) beforeMore();
    return fetchPage(cursor, stop);
  };
  return paginate(fetchCounted, { signal, read });
}

function readCustomer({ id, name, ingest_aliases }: components["schemas"]["Customer"]): Customer {
  return { id, name, aliases: ingest_aliases };
}
