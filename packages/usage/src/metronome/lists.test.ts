import { describe, expect, test } from "vitest";
import { collect, customer, day, metrics, query, rowText } from "../fake-metronome.test-support.js";
import { createUsage } from "../index.js";
import { metronome } from "./index.js";

interface Lists {
  active?: unknown[];
  archived?: unknown[];
  /** Pages of metrics. */
  metrics?: unknown[][];
}

/** A Metronome with these lists, where every customer used 9 of m-sum on one day. */
function connect({ active = [customer("c1", "One")], archived = [], metrics: pages = [metrics] }: Lists) {
  const fetch = async (request: Request) => {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === "/v1/customers") {
      return Response.json({ data: searchParams.get("only_archived") === "true" ? archived : active, next_page: null });
    }
    if (pathname === "/v1/billable-metrics") {
      const page = Number(searchParams.get("next_page") ?? 0);
      return Response.json({ data: pages[page], next_page: page + 1 < pages.length ? String(page + 1) : null });
    }
    const body: { customer_ids: string[] } = await request.json();
    const rows = body.customer_ids.map((id) => rowText(day("2026-03-01", "9", { customer: id })));
    return new Response(`{"data":[${rows.join(",")}],"next_page":null}`);
  };
  return createUsage({ billing: metronome({ token: "t", fetch, rate: false }) });
}

const total = { ...query, end: "2026-03-02", customers: "total" } as const;
const one = customer("c1", "One");

describe("a customer of both the active and the archived list", () => {
  test("counts once, in the list and in a total", async () => {
    const usage = connect({ active: [one], archived: [{ ...one, archived_at: "2026-03-02T00:00:00Z" }] });
    expect(await usage.customers()).toMatchObject([{ id: "c1", name: "One" }]);
    expect(await collect(usage.query(total))).toMatchObject([{ value: "9", complete: true, derived: { parts: 1 } }]);
  });

  test("counts once where only_archived is ignored", async () => {
    const both = [one, customer("c2", "Two")];
    const rows = await collect(connect({ active: both, archived: both }).query(total));
    expect(rows).toMatchObject([{ value: "18", derived: { parts: 2 } }]);
  });

  test.each([
    ["name", { ...one, name: "Another" }],
    ["aliases", { ...one, ingest_aliases: ["another"] }],
  ])("is an error where the lists disagree about its %s", async (_, other) => {
    const list = connect({ active: [one], archived: [other] }).customers();
    await expect(list).rejects.toMatchObject({ code: "unexpected_response", message: expect.stringContaining("c1") });
  });
});

describe("a metric that stands on two pages", () => {
  const [first] = metrics;

  test("is one meter", async () => {
    const usage = connect({ metrics: [metrics, [{ id: "m-new", name: "New" }, { ...first }]] });
    expect((await usage.meters()).map(({ id }) => id)).toEqual([...metrics.map(({ id }) => id), "m-new"]);
  });

  test("is an error where they disagree about it", async () => {
    const usage = connect({ metrics: [metrics, [{ ...first, aggregation_type: "MAX" }]] });
    await expect(usage.meters()).rejects.toMatchObject({ code: "unexpected_response" });
  });
});

test.each<[string, Lists]>([
  ["a customer without an id", { active: [{ ...one, id: undefined }] }],
  ["a customer that is null", { active: [null] }],
  ["a metric without an id", { metrics: [[{ name: "x" }]] }],
  ["a metric that is text", { metrics: [["m-sum"]] }],
  ["a metric whose group_keys are text", { metrics: [[{ id: "m", name: "x", group_keys: "region" }]] }],
])("%s is a typed error", async (_, lists) => {
  const usage = connect(lists);
  const reading = lists.metrics ? usage.meters() : usage.customers();
  await expect(reading).rejects.toMatchObject({ code: "unexpected_response" });
});

test("an aggregation_type that is none is an unknown kind, whatever it is", async () => {
  const kinds = ["constructor", 5, null, "AVERAGE"];
  const list = kinds.map((kind, index) => ({ id: `m${index}`, name: "x", aggregation_type: kind }));
  const found = await connect({ metrics: [list] }).meters();
  expect(found.map(({ aggregation }) => aggregation)).toEqual(kinds.map(() => "unknown"));
});
