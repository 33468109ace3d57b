import { readFileSync, writeFileSync } from "node:fs";
import { createUsage, type UsageQuery, type UsageRow } from "@metermux/usage";
import { describeProvider } from "@metermux/usage/testing";
import { describe, expect, test } from "vitest";
import { checkRow } from "../check-row.js";
import { aggregate, baseUrl, customers, events, fakeOpenMeter, meters, now, token } from "./fake-openmeter.js";
import { openMeter, planCalls } from "./openmeter.js";

/** What the events say of a row. */
function truthOf(row: UsageRow): string | null {
  const { windowStart, windowEnd } = checkRow(row);
  const meter = meters.find(({ id }) => id === row.meterId);
  const own = events.filter(({ time, customerId, model = null }) => {
    if (time < Date.parse(windowStart) || time >= Date.parse(windowEnd)) return false;
    if (row.customerId !== null && row.customerId !== customerId) return false;
    return row.groups.model === undefined || row.groups.model === model;
  });
  return aggregate(meter?.aggregation ?? "", own) ?? null;
}

describeProvider("openmeter, the worked example", () => ({
  connect: ({ wrongCredential, ...options }) =>
    openMeter({ ...options, baseUrl, token: wrongCredential ? "wrong-credential" : token }),
  fetch: fakeOpenMeter,
  secret: token,
  now,
  days: { start: "2026-03-01", end: "2026-03-04" },
  question: { meters: ["01SUM", "01COUNT", "01MAX"], customers: customers.map(({ id }) => id) },
  dimension: "model",
  truth: truthOf,
}));

async function ask(query: Partial<UsageQuery>): Promise<UsageRow[]> {
  const connection = openMeter({ baseUrl, token, fetch: fakeOpenMeter, rate: false });
  const usage = createUsage({ here: connection }, { clock: { now: () => now } });
  const rows: UsageRow[] = [];
  for await (const row of usage.query({ start: "2026-03-02", end: "2026-03-04", window: "day", ...query })) {
    rows.push(row);
  }
  return rows;
}

describe("the worked adapter", () => {
  test.each<[string, Partial<UsageQuery>, number]>([
    ["groups, with null where an event lacks the dimension", { groupBy: ["model"], meters: ["01SUM"] }, 16],
    ["a total of any kind", { customers: "total", meters: ["01UNIQUE"] }, 2],
    ["a customer by its alias", { customers: ["acme"], meters: ["01MAX"] }, 2],
    ["months of any kind", { start: "2026-02-01", end: "2026-03-01", window: "month", meters: ["01UNIQUE"] }, 2],
    [
      "days of a zone of half hours, of any kind",
      { start: "2026-03-02", end: "2026-03-04", timeZone: "Asia/Kathmandu", meters: ["01UNIQUE"] },
      4,
    ],
    [
      "days of a zone, through the one on which its clocks move",
      { start: "2026-03-01", end: "2026-03-10", window: "day", timeZone: "America/New_York", meters: ["01UNIQUE"] },
      18,
    ],
    ["a whole range, whatever times its row tells", { window: "none", meters: ["01UNIQUE"] }, 2],
  ])("answers %s", async (_, query, count) => {
    const rows = await ask(query);
    expect(rows).toHaveLength(count);
    for (const row of rows) expect(row.value).toBe(truthOf(row));
    expect(rows.every(({ complete, derived }) => complete && derived === undefined)).toBe(true);
  });

  test("filters by dimensions", async () => {
    const grouped = await ask({ groupBy: ["model"], meters: ["01SUM"] });
    const filtered = await ask({ filter: { model: ["small"] }, meters: ["01SUM"] });
    const small = grouped.filter(({ groups }) => groups.model === "small");
    expect(filtered.map(({ value }) => value)).toEqual(small.map(({ value }) => value));
    expect(filtered).toHaveLength(4);
  });

  test("leaves out what its windows cannot be put together to", async () => {
    await expect(ask({ start: "2026-03-02", end: "2026-03-09", window: "week", meters: ["01UNIQUE"] })).rejects.toThrow(
      "openmeter: meter 01UNIQUE (Models used) is of kind unique",
    );
  });

  test("asks about at most 100 customers a call, one meter each", () => {
    const many = Array.from({ length: 101 }, (_, index) => ({ id: `c${index}`, name: null }));
    const meter = {
      id: "m",
      name: null,
      aggregation: "sum",
      unit: null,
      measures: "usage",
      dimensions: [],
      archived: false,
    } as const;
    const calls = planCalls({
      operation: "POST /openmeter/meters/{meterId}/query",
      meters: [meter, { ...meter, id: "n" }],
      customers: many,
      scope: "every",
      start: Date.parse("2026-03-01"),
      end: Date.parse("2026-03-02"),
      window: "day",
      timeZone: "UTC",
      spans: [],
      groupBy: ["model"],
      filter: { model: ["small"] },
    });
    const sizes = calls.map(({ request: { meterId, body } }) => [
      meterId,
      body.filters.dimensions.customer_id?.in.length,
    ]);
    expect(sizes).toEqual([
      ["m", 100],
      ["m", 1],
      ["n", 100],
      ["n", 1],
    ]);
    expect(calls[1]?.request.body).toEqual({
      from: "2026-03-01T00:00:00.000Z",
      to: "2026-03-02T00:00:00.000Z",
      granularity: "P1D",
      time_zone: "UTC",
      group_by_dimensions: ["customer_id", "model"],
      filters: { dimensions: { model: { in: ["small"] }, customer_id: { in: ["c100"] } } },
    });
  });
});

describe("the page that shows it", () => {
  const page = new URL("../../../usage/docs/add-a-vendor.md", import.meta.url);
  const source = (file: string) => readFileSync(new URL(file, import.meta.url), "utf8");

  test("has the code as it is compiled and tested (UPDATE_README=1 writes it)", () => {
    const shown = readFileSync(page, "utf8");
    const files = [...shown.matchAll(/^<!-- (\w+\.ts) -->$/gm)].map(([, file = ""]) => file);
    expect(files).toEqual(["client.ts", "openmeter.ts"]);
    let text = shown;
    for (const file of files) {
      const [head = "", rest = ""] = text.split(`<!-- ${file} -->\n`);
      const [, tail = ""] = rest.split(`<!-- /${file} -->\n`);
      text = `${head}<!-- ${file} -->\n\n\`\`\`ts worked\n${source(file)}\`\`\`\n\n<!-- /${file} -->\n${tail}`;
    }
    if (process.env.UPDATE_README) writeFileSync(page, text);
    else expect(shown).toBe(text);
  });

  test("shows the suite as it is called here, and counts the lines", () => {
    const call = /^describeProvider\([\s\S]*?^\}\)\);$/m;
    expect(readFileSync(page, "utf8").match(call)?.[0]).toBe(source("worked-adapter.test.ts").match(call)?.[0]);
    const lines = ["client.ts", "openmeter.ts"].map((file) => source(file).split("\n").length - 1);
    expect(lines.reduce((sum, count) => sum + count, 0)).toBeLessThan(250);
  });
});
