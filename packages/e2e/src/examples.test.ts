import { readdirSync, readFileSync } from "node:fs";
import { createMetronome, unwrap } from "@metermux/metronome";
import { createUsage, type UsageRow } from "@metermux/usage";
import { metronome } from "@metermux/usage/metronome";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";

// The examples that the linter checked by the spec, replayed through the client and the adapter.
const folder = new URL("../../../specs/metronome/examples/", import.meta.url);
const read = (name: string) => readFileSync(new URL(name, folder), "utf8");

/** The payload of an example as the vendor would send it. */
function payload(name: string): string {
  const example = parse(read(name));
  return example.externalValue === undefined ? JSON.stringify(example.value) : read(example.externalValue);
}

const responses = readdirSync(folder).filter((name) => /-page.*\.yaml$/.test(name));
const usagePages = responses.filter((name) => name.startsWith("usage-"));

test.each(responses)("the client reads %s", async (name) => {
  const client = createMetronome({ token: "t", fetch: async () => new Response(payload(name)) });
  const data = name.startsWith("usage-")
    ? await unwrap(client.POST("/v1/usage", { body: parse(read("usage-request-day.yaml")).value }))
    : await unwrap(client.GET("/v1/customers"));
  expect(data.data.length).toBeGreaterThan(0);
});

describe("the adapter makes rows of", () => {
  /** A Metronome whose usage is one example, and whose lists hold the ids of that example. */
  async function rowsOf(name: string, groupBy?: string[]): Promise<UsageRow[]> {
    const page = payload(name).replace(/"next_page":\s*"[^"]*"/, '"next_page":null');
    const rows: { customer_id: string; billable_metric_id: string; start_timestamp: string; end_timestamp: string }[] =
      JSON.parse(page).data;
    const fetch = async (request: Request) => {
      const { pathname, searchParams } = new URL(request.url);
      if (pathname === "/v1/usage") return new Response(page);
      const ids = [
        ...new Set(rows.map((row) => (pathname === "/v1/customers" ? row.customer_id : row.billable_metric_id))),
      ];
      const data =
        searchParams.get("only_archived") === "true"
          ? []
          : ids.map((id) => ({ id, name: "x", aggregation_type: "SUM", group_keys: [["region"]] }));
      return Response.json({ data, next_page: null });
    };
    const usage = createUsage({ billing: metronome({ token: "t", fetch }) });
    const times = rows.flatMap((row) => [Date.parse(row.start_timestamp), Date.parse(row.end_timestamp)]);
    const window =
      Date.parse(rows[0]?.end_timestamp ?? "") - Date.parse(rows[0]?.start_timestamp ?? "") === 3_600_000
        ? "hour"
        : "day";
    const collected: UsageRow[] = [];
    for await (const row of usage.query({
      start: new Date(Math.min(...times)),
      end: new Date(Math.max(...times)),
      window,
      groupBy,
    }))
      collected.push(row);
    return collected;
  }

  test("the vendor's documented page", async () => {
    const rows = await rowsOf("usage-page-day.yaml");
    expect(rows.map(({ windowStart, value, final }) => [windowStart, value, final])).toEqual([
      ["2021-01-01T00:00:00.000Z", "1234", true],
      ["2021-01-02T00:00:00.000Z", "1234", true],
    ]);
  });

  test("hours by region, with null, zero and another format of an instant", async () => {
    const rows = await rowsOf("usage-page-hour-grouped.yaml", ["region"]);
    expect(rows.map(({ windowStart, groups, value }) => [windowStart.slice(11, 13), groups.region, value])).toEqual([
      ["00", "EU", "12.5"],
      ["00", "NA", null],
      ["01", "EU", "3"],
      ["01", "NA", "0"],
      ["02", "EU", null],
      ["02", "NA", null],
    ]);
  });

  test("digits that no double holds", async () => {
    expect((await rowsOf("usage-page-exact.yaml")).map(({ value }) => value)).toEqual(["9007199254740993.25"]);
    const groups = await rowsOf("usage-page-exact.yaml", ["region"]);
    expect(groups.map(({ groups, value }) => [groups.region, value])).toEqual([
      ["EU", "9007199254740993"],
      ["NA", "0.25"],
      ["none", null],
    ]);
  });

  test("are all replayed here", () => {
    expect(usagePages).toEqual([
      "usage-page-day.yaml",
      "usage-page-exact.yaml",
      "usage-page-hour-grouped.yaml",
      "usage-page-with-cursor.yaml",
    ]);
  });
});
