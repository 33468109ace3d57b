import {
  type Aggregation,
  amountField,
  type Call,
  type Capabilities,
  chunks,
  formatInstant,
  type MeasurementPage,
  type Meter,
  objectField,
  optionalText,
  type Provider,
  parseVendorInstant,
  type Question,
  textField,
  watchClock,
} from "@metermux/usage/adapter";
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
      // It answers minutes too, which no query asks for.
      windows: { hour: "any", day: "any", month: "any", none: "any" },
      zones: "any",
      alignment: "hour",
      // At most 100 dimensions, one of which is the customer.
      groupBy: { maxKeys: 100, countsCustomer: true },
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
  const about = { measures: "usage", unit: null, dimensions: Object.keys(dimensions), archived: false } as const;
  return { id, name, aggregation: kind, ...about };
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

function bodyOf({ start, end, window, timeZone, scope, customers, groupBy, filter }: Question): QueryBody {
  if (window === "week") throw new RangeError("the capabilities admit no weeks");
  const granularity = granularities[window];
  const named = scope === "named" ? { customer_id: customers.map(({ id }) => id) } : {};
  const filters = Object.entries({ ...filter, ...named }).map(([name, values]) => [name, { in: values }]);
  return {
    from: formatInstant(start),
    to: formatInstant(end),
    ...(granularity && { granularity }),
    time_zone: timeZone,
    group_by_dimensions: [...Object.keys(named), ...groupBy],
    filters: { dimensions: Object.fromEntries(filters) },
  };
}

/** What an answer says, in the facade's terms. Windows without events have no row, and none is invented. Pure. */
export function readResult({ data }: QueryResult, question: Question): MeasurementPage {
  const [meter] = question.meters;
  if (meter === undefined) throw new RangeError("a question about no meter");
  const readTime = (time: unknown) => parseVendorInstant("openmeter", time, "a time of a row");
  const measurements = data.map((item) => {
    const { from, to, value, dimensions } = objectField("openmeter", item, () => "a row");
    const own = new Map(Object.entries(objectField("openmeter", dimensions, () => "dimensions of a row")));
    const groups = question.groupBy.map((name) => [name, optionalText("openmeter", own.get(name), () => name)]);
    return {
      meterId: meter.id,
      customerId:
        question.scope === "total" ? null : textField("openmeter", own.get("customer_id"), () => "customer_id"),
      groups: Object.fromEntries(groups),
      value: amountField("openmeter", value, () => "value of a row"),
      // Without a granularity a row's times are those of its first and last event.
      start: question.window === "none" ? question.start : readTime(from),
      end: question.window === "none" ? question.end : readTime(to),
      ...(question.raw && { raw: item }),
    };
  });
  return { measurements, remainders: [] };
}
