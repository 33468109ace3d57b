import { createUsage, isMetermuxError, type UsageQuery, type UsageRow } from "./index.js";
import { metronome } from "./metronome/index.js";

export const now = Date.parse("2026-03-10T15:23:00Z");
export const clock = { now: () => now };
export const metrics = [
  { id: "m-sum", name: "CPU hours", aggregation_type: "SUM", group_keys: [["region"], ["region", "team"]] },
  { id: "m-max", name: "Peak", aggregation_type: "max" },
  { id: "m-sql", name: "By query", sql: "select 1", aggregation_type: "SUM" },
  { id: "m-old", name: "Retired", aggregation_type: "COUNT", archived_at: "2026-01-01T00:00:00Z" },
];
export const customer = (id: string, name: string) => ({
  id,
  name,
  external_id: id,
  ingest_aliases: [],
  custom_fields: {},
});

export interface WireRow {
  customer?: string;
  metric?: string;
  start: string;
  end: string;
  /** JSON text, so that digits survive. */
  value: string;
  groups?: string;
}

export function rowText({ customer: id = "c1", metric = "m-sum", start, end, value, groups }: WireRow): string {
  const ids = `"customer_id":"${id}","billable_metric_id":"${metric}","billable_metric_name":"x"`;
  return `{${ids},"start_timestamp":"${start}","end_timestamp":"${end}","value":${value}${groups ? `,"groups":${groups}` : ""}}`;
}

function groupText(date: string, { group, value }: { group: string; value: string }): string {
  const { start, end } = day(date, value);
  return `{"starting_on":"${start}","ending_before":"${end}","group_key":"region","group_value":"${group}","value":${value}}`;
}

/** A Metronome that answers usage with these rows, two a page, and groups by the day, and records what it was asked. */
export function setUp(rows: WireRow[], groups: Record<string, { group: string; value: string }[]> = {}) {
  const asked: { path: string; body: Record<string, unknown> | undefined }[] = [];
  const list = (data: unknown[]) => Response.json({ data, next_page: null });
  const answer = async (request: Request): Promise<Response> => {
    const url = new URL(request.url);
    const text = await request.text();
    asked.push({ path: url.pathname, body: text === "" ? undefined : JSON.parse(text) });
    if (url.pathname === "/v1/billable-metrics") return list(metrics);
    if (url.pathname === "/v1/customers") {
      return list(
        url.searchParams.get("only_archived") === "true" ? [customer("c2", "Gone")] : [customer("c1", "One")],
      );
    }
    if (url.pathname === "/v1/usage/groups") {
      const rows = Object.entries(groups).flatMap(([date, found]) => found.map((each) => groupText(date, each)));
      return new Response(`{"data":[${rows.join(",")}],"next_page":null}`);
    }
    const first = Number(url.searchParams.get("next_page") ?? 0);
    const next = first + 2 < rows.length ? `"${first + 2}"` : "null";
    return new Response(
      `{"data":[${rows
        .slice(first, first + 2)
        .map(rowText)
        .join(",")}],"next_page":${next}}`,
    );
  };
  const usage = createUsage({ billing: metronome({ token: "t", fetch: answer, rate: false }) }, { clock });
  return { usage, asked, usageRequests: () => asked.filter(({ path }) => path === "/v1/usage") };
}

export const day = (date: string, value: string, more: Partial<WireRow> = {}): WireRow => {
  const start = Date.parse(date);
  return { start: new Date(start).toISOString(), end: new Date(start + 86_400_000).toISOString(), value, ...more };
};
export const hour = (start: string, value: string): WireRow => ({
  start,
  end: new Date(Date.parse(start) + 3_600_000).toISOString(),
  value,
});
export const query: UsageQuery = {
  meters: ["m-sum"],
  customers: ["c1"],
  start: "2026-03-01",
  end: "2026-03-03",
  window: "day",
};

export async function collect(rows: AsyncIterable<UsageRow>): Promise<UsageRow[]> {
  const collected: UsageRow[] = [];
  for await (const row of rows) collected.push(row);
  return collected;
}

export async function failureOf(rows: AsyncIterable<UsageRow>) {
  const error = await collect(rows).then(
    () => undefined,
    (caught: unknown) => caught,
  );
  if (!isMetermuxError(error)) throw new Error(`no metermux error: ${error}`);
  return error;
}
