import { type CalendarWindow, gridOf } from "../oracle/calendar.js";

/** An event of the fake's world. */
export interface FakeEvent {
  /** Milliseconds since the epoch. */
  time: number;
  customerId: string;
  tokens: number;
  /** Some events lack it. */
  model: string | undefined;
}

export const token = "worked-adapter-token";
export const baseUrl = "https://openmeter.test/api/v3";
export const now = Date.parse("2026-03-10T15:23:00Z");
export const customers = [
  { id: "01ACME", name: "Acme Inc.", key: "acme" },
  { id: "01GLOBEX", name: "Globex" },
];
export const meters = [
  { id: "01SUM", name: "Tokens", aggregation: "sum", dimensions: { model: "$.model" } },
  { id: "01COUNT", name: "Calls", aggregation: "count", dimensions: { model: "$.model" } },
  { id: "01MAX", name: "Longest answer", aggregation: "max", dimensions: { model: "$.model" } },
  { id: "01UNIQUE", name: "Models used", aggregation: "unique_count" },
];

/** The same events every time: some in every hour, on its first millisecond or the one before. */
export const events: readonly FakeEvent[] = Array.from({ length: 40 * 24 * 4 }, (_, index) => {
  const noise = (index * 7919) % 104_729;
  return {
    time: Date.parse("2026-03-10T15:15:00Z") - index * 15 * 60_000 - (noise % 2),
    customerId: customers[noise % 3 === 0 ? 0 : index % 2]?.id ?? "",
    tokens: noise,
    model: [undefined, "small", "large", "tiny"][noise % 4],
  };
});

/** What a meter makes of some events, as a decimal; undefined of none. */
export function aggregate(aggregation: string, some: readonly FakeEvent[]): string | undefined {
  if (some.length === 0) return undefined;
  const tokens = some.map((event) => event.tokens);
  if (aggregation === "count") return String(some.length);
  if (aggregation === "max") return String(Math.max(...tokens));
  if (aggregation === "unique_count") return String(new Set(some.flatMap(({ model }) => model ?? [])).size);
  return String(tokens.reduce((sum, each) => sum + each, 0));
}

interface Body {
  from: string;
  to: string;
  granularity?: string;
  time_zone: string;
  group_by_dimensions: string[];
  filters: { dimensions: Record<string, { in: string[] }> };
}

/** Plays the three operations over the events, by what the vendor's public sources say. */
export async function fakeOpenMeter(request: Request): Promise<Response> {
  const url = new URL(request.url);
  const path = url.pathname.slice(new URL(baseUrl).pathname.length);
  if (request.headers.get("authorization") !== `Bearer ${token}`) return problem(401, "Unauthorized");
  if (request.method === "GET" && path === "/openmeter/meters") return page(meters, url);
  if (request.method === "GET" && path === "/openmeter/customers") return page(customers, url);
  const meter = meters.find(({ id }) => request.method === "POST" && path === `/openmeter/meters/${id}/query`);
  if (meter === undefined) return problem(404, "Not Found");
  const body: Body = await request.json();
  const wanted = body.filters.dimensions;
  const named = wanted.customer_id?.in;
  if (named && (named.length > 100 || named.some((id) => !customers.some((known) => known.id === id)))) {
    return problem(400, "invalid customers");
  }
  const dimensionsOf = (event: FakeEvent): Record<string, string | undefined> => {
    return { customer_id: event.customerId, model: event.model };
  };
  const groups = new Map<string, FakeEvent[]>();
  for (const event of events) {
    const dimensions = dimensionsOf(event);
    if (event.time < Date.parse(body.from) || event.time >= Date.parse(body.to)) continue;
    if (Object.entries(wanted).some(([name, { in: values }]) => !values.includes(dimensions[name] ?? ""))) continue;
    const bounds = boundsOf(event.time, body);
    const own = Object.fromEntries(body.group_by_dimensions.map((name) => [name, dimensions[name]]));
    const key = JSON.stringify([bounds, own]);
    groups.set(key, [...(groups.get(key) ?? []), event]);
  }
  const data = [...groups].map(([key, some]) => {
    const [bounds, dimensions] = JSON.parse(key);
    const times = some.map(({ time }) => time);
    // Without a granularity the times are those of the first and last event, on minutes.
    const [from, to] = bounds ?? [Math.min(...times), Math.max(...times) + 60_000];
    return { value: aggregate(meter.aggregation, some), from: instant(from), to: instant(to), dimensions };
  });
  return Response.json({ from: body.from, to: body.to, data });
}

const windows = new Map<string | undefined, CalendarWindow>([
  ["PT1H", "hour"],
  ["P1D", "day"],
  ["P1M", "month"],
]);

/** The window of the zone that an event lies in; null without a granularity. */
function boundsOf(time: number, { granularity, time_zone }: Pick<Body, "granularity" | "time_zone">) {
  const window = windows.get(granularity);
  if (window === undefined) return null;
  const { start, end } = gridOf(window, time_zone, history).at(time);
  return [start, end];
}

const history = { start: events.at(-1)?.time ?? now, end: now };

function instant(time: number): string {
  return new Date(time).toISOString().replace(".000Z", "Z");
}

/** Two a page, whatever size is asked for, so that there is more than one. */
function page(items: readonly object[], url: URL): Response {
  const number = Number(url.searchParams.get("page[number]"));
  const data = items.slice((number - 1) * 2, number * 2);
  return Response.json({ data, meta: { page: { number, size: 2, total: items.length } } });
}

function problem(status: number, title: string): Response {
  return Response.json({ type: "about:blank", status, title }, { status });
}
