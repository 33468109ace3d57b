import {
  type Aggregation,
  type Call,
  type Capabilities,
  type MeasurementPage,
  type Meter,
  type Provider,
  type Question,
  watchClock,
} from "@metermux/usage";
import {
  createClient,
  defaultRate,
  type OpenMeterOptions,
  type QueryBody,
  type QueryResult,
  type WireMeter,
} from "./client.js";

/** What the vendor does natively. The planner reads it, and knows nothing else of the vendor. */
const capabilities: Capabilities = {
  operations: [
    {
      operation: "POST /openmeter/meters/{meterId}/query",
      // It answers minutes too, which no query asks for, and every window in any zone, which a question cannot ask for.
      windows: { hour: "any", day: "any", month: "any", none: "any" },
      alignment: "hour",
      // At most 100 dimensions, one of which is the customer.
      groupBy: { maxKeys: 99 },
      filter: "dimensions",
      total: true,
    },
  ],
  customers: "listed",
  listsMeters: true,
  // Each is computed anew from the events of its window.
  rollsUpOverTime: ["sum", "count", "min", "max"],
  // No source names a limit for late events: 30 days are our choice.
  lateHours: 30 * 24,
  caveats: [],
};

/** What a call sends. */
interface MeterQuery {
  meterId: string;
  body: QueryBody;
}

/** An OpenMeter as a connection of `createUsage`. */
export function openMeter(options: OpenMeterOptions): Provider<MeterQuery> {
  const watched = watchClock(options);
  const client = createClient(watched.options);
  return {
    vendor: "openmeter",
    capabilities,
    rate: options.rate ?? defaultRate,
    skewMs: watched.skewMs,
    vendorNow: watched.vendorNow,
    meters: async (_asked, signal) => (await client.meters(signal)).map(readMeter),
    async customers(signal) {
      const found = await client.customers(signal);
      return found.map(({ id, name, key }) => ({ id, name, ...(key !== undefined && { aliases: [key] }) }));
    },
    plan: planCalls,
    async *ask({ request: { meterId, body }, question }, signal) {
      yield readResult(await client.query(meterId, body, signal), question);
    },
  };
}

const aggregations: Readonly<Record<string, Aggregation>> = {
  sum: "sum",
  count: "count",
  min: "min",
  max: "max",
  avg: "average",
  unique_count: "unique",
  latest: "latest",
};

function readMeter({ id, name, aggregation, dimensions = {} }: WireMeter): Meter {
  const kind = aggregations[aggregation] ?? "unknown";
  return { id, name, aggregation: kind, unit: null, dimensions: Object.keys(dimensions), archived: false };
}

const granularities = { hour: "PT1H", day: "P1D", month: "P1M", none: undefined } as const;

// The most customers that one filter takes.
const customersPerCall = 100;

/** One meter a call, and customers by name: how it tells those apart that were not named is UNVERIFIED. Pure. */
export function planCalls(question: Question): Call<MeterQuery>[] {
  const { operation, meters, customers } = question;
  const scope = question.scope === "total" ? "total" : "named";
  const everybody = scope === "total" ? [customers] : chunks(customers, customersPerCall);
  return meters.flatMap((meter) =>
    everybody.map((some) => {
      const part: Question = { ...question, meters: [meter], customers: some, scope };
      return { operation, requests: 1, request: { meterId: meter.id, body: bodyOf(part) }, question: part };
    }),
  );
}

function bodyOf({ start, end, window, scope, customers, groupBy, filter }: Question): QueryBody {
  if (window === "week") throw new RangeError("the capabilities admit no weeks");
  const granularity = granularities[window];
  const named = scope === "named" ? { customer_id: customers.map(({ id }) => id) } : {};
  const filters = Object.entries({ ...filter, ...named }).map(([name, values]) => [name, { in: values }]);
  return {
    from: new Date(start).toISOString(),
    to: new Date(end).toISOString(),
    ...(granularity && { granularity }),
    time_zone: "UTC",
    group_by_dimensions: [...Object.keys(named), ...groupBy],
    filters: { dimensions: Object.fromEntries(filters) },
  };
}

function chunks<Item>(items: readonly Item[], size: number): Item[][] {
  const parts: Item[][] = [];
  for (let first = 0; first < items.length; first += size) parts.push(items.slice(first, first + size));
  return parts;
}

/** What an answer says, in the facade's terms. Windows without events have no row, and none is invented. Pure. */
export function readResult({ data }: QueryResult, question: Question): MeasurementPage {
  const [meter] = question.meters;
  if (meter === undefined) throw new RangeError("a question about no meter");
  const measurements = data.map((row) => {
    const { value, from, to, dimensions } = row;
    const customerId = question.scope === "total" ? null : dimensions.customer_id;
    // A TypeError or RangeError of an adapter is told as an unexpected response.
    if (customerId === undefined) throw new TypeError("a row without its customer");
    // Without a granularity a row's times are those of its first and last event.
    const span = question.window === "none" ? question : { start: readInstant(from), end: readInstant(to) };
    const groups = Object.fromEntries(question.groupBy.map((name) => [name, dimensions[name] ?? null]));
    const about = { meterId: meter.id, customerId, groups, ...(question.raw && { raw: row }) };
    return { ...about, start: span.start, end: span.end, value };
  });
  return { measurements, remainders: [] };
}

function readInstant(text: string): number {
  // Date.parse reads text without an offset in the zone of the machine.
  const time = /^\d{4}-\d\d-\d\dT.*(?:Z|[+-]\d\d:\d\d)$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) throw new RangeError(`${JSON.stringify(text)} is no instant with its offset`);
  return time;
}
