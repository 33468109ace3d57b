import {
  type components,
  createMetronome,
  defaultRate,
  type MetronomeOptions,
  paginate,
  unwrap,
} from "@metermux/metronome";
import { countPages, type MeasurementPage, type Provider, type Question, watchClock } from "../adapter/index.js";
import { onceInAnswer, type RowPlace } from "./answer-rules.js";
import { capabilities } from "./capabilities.js";
import { listCustomers, listMeters } from "./lists.js";
import { type GroupsBody, type MetronomeBody, planCalls, type UsageBody } from "./plan.js";
import { readGroups } from "./read-groups.js";
import { readPage } from "./read-page.js";

export type { MetronomeOptions } from "@metermux/metronome";
export type { GroupsBody, MetronomeBody, UsageBody } from "./plan.js";

/**
 * A Metronome account as a connection of `createUsage`.
 *
 * @throws MetermuxError `invalid_input` for a token or base URL that cannot be used.
 */
export function metronome(options: MetronomeOptions): Provider<MetronomeBody> {
  const watched = watchClock(options);
  const client = createMetronome(watched.options);

  async function* askUsage(body: UsageBody, question: Question, asking: CallContext): AsyncGenerator<MeasurementPage> {
    const once = onceInAnswer(question);
    const pages = countedPages(
      asking,
      (query, signal) => unwrap(client.POST("/v1/usage", { params: { query }, body, signal })),
      ({ data }) => {
        const places: RowPlace[] = [];
        return { page: { ...readPage(data, question, (place) => places.push(place)), at: asking.now?.() }, places };
      },
    );
    for await (const { page, places } of pages) {
      for (const place of places) once(place);
      yield page;
    }
  }

  async function* askGroups(
    body: GroupsBody,
    question: Question,
    asking: CallContext,
  ): AsyncGenerator<MeasurementPage> {
    const pages = countedPages(
      asking,
      (query, signal) => unwrap(client.POST("/v1/usage/groups", { params: { query }, body, signal })),
      ({ data }) => ({ data, at: asking.now?.() }),
    );
    const rows: components["schemas"]["UsageGroupRow"][] = [];
    const times: (number | undefined)[] = [];
    for await (const { data, at } of pages) {
      for (const row of data) {
        rows.push(row);
        times.push(at);
      }
    }
    yield readGroups(rows, question, times);
  }

  return {
    vendor: "metronome",
    capabilities,
    rate: options.rate ?? defaultRate,
    skewMs: watched.skewMs,
    vendorNow: watched.vendorNow,
    meters: (_asked, signal) => listMeters(client, signal),
    customers: (signal) => listCustomers(client, signal),
    plan: planCalls,
    ask: ({ request, question }, signal, beforeNextPage, now) =>
      "billable_metric_id" in request
        ? askGroups(request, question, { signal, beforeNextPage, now })
        : askUsage(request, question, { signal, beforeNextPage, now }),
  };
}

interface CallContext {
  signal: AbortSignal;
  beforeNextPage: () => void;
  now: (() => number) | undefined;
}

/** Every page of an answer; each but the first is announced before it is fetched. */
function countedPages<Page extends { data: readonly unknown[]; next_page: string | null }, Read>(
  { signal, beforeNextPage }: CallContext,
  fetchPage: (cursor: { next_page?: string }, signal: AbortSignal) => Promise<Page>,
  read: (page: Page) => Read,
): AsyncGenerator<Read, void, undefined> {
  return paginate(countPages(beforeNextPage, fetchPage), { signal, read });
}
