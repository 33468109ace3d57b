import { expect, it } from "vitest";
import { eventsIn, type Report, seconds, startAmberflo, usageRequest, wholeRange } from "../../test/amberflo.js";
import { readExactly } from "../../test/send.js";
import { readSpec, type SchemaObject } from "../server/openapi.js";
import type { AmberfloVariants } from "./variants.js";

async function playing<Result>(
  amberflo: Partial<AmberfloVariants>,
  use: (caller: Awaited<ReturnType<typeof startAmberflo>>) => Promise<Result>,
): Promise<Result> {
  const caller = await startAmberflo({ amberflo });
  try {
    return await use(caller);
  } finally {
    await caller.sandbox.close();
  }
}

it("rule row-cap: by option, the cap is lower", () =>
  playing({ rowCap: 3 }, async ({ usage }) => {
    expect((await usage({})).status).toBe(200);
    const days = { startTimeInSeconds: seconds("2026-03-09"), endTimeInSeconds: seconds("2026-03-13") };
    expect((await usage({ timeRange: days })).rule).toBe("row-cap");
  }));

it.each([413, 504] as const)("rule row-cap: by option, the status for too many rows or bytes is %i", (overflow) =>
  playing({ rowCap: 3, byteCap: 500, overflow }, async ({ sandbox }) => {
    const { baseUrl, apiKey } = sandbox.connections.amberflo;
    const ask = async (body: object): Promise<unknown[]> => {
      const headers = { "x-api-key": apiKey, "content-type": "application/json" };
      const answer = await fetch(`${baseUrl}/usage/batch`, { method: "POST", headers, body: JSON.stringify(body) });
      return [answer.status, answer.headers.get("x-sandbox-rule")];
    };
    expect(await ask([{ ...usageRequest, timeGroupingInterval: "HOUR" }])).toEqual([overflow, "row-cap"]);
    const meters = ["api_calls", "settled", "input_tokens", "core_hours"];
    expect(await ask(meters.map((meterApiName) => ({ ...usageRequest, meterApiName })))).toEqual([
      overflow,
      "byte-cap",
    ]);
  }),
);

it("rule byte-cap: an answer larger than the cap when compressed is 400, and a batch counts as a whole", () =>
  playing({ byteCap: 600 }, async ({ usage, send, portal }) => {
    expect((await usage({})).status).toBe(200);
    const answer = await usage({ groupBy: ["customerId"] });
    expect([answer.status, answer.rule]).toEqual([400, "byte-cap"]);
    expect((await send("POST", "/usage/sparse", { ...usageRequest, groupBy: ["customerId"] })).rule).toBe("byte-cap");
    const hours = { ...usageRequest, timeGroupingInterval: "HOUR" };
    expect((await send("POST", "/usage/batch", [usageRequest, hours])).rule).toBe("byte-cap");
    expect((await portal([hours])).rule).toBe("byte-cap");
  }));

it("rule byte-cap: the default cap is 6 MB compressed", () =>
  playing({}, async ({ usage }) => {
    const { status, text } = await usage({ ...wholeRange, timeGroupingInterval: "HOUR", groupBy: ["customerId"] });
    expect(status).toBe(200);
    expect(text.length).toBeGreaterThan(6_000_000);
  }));

it("rule gateway-timeout: by option, a query over more days is 504, also in a batch", () =>
  playing({ timeoutAfterDays: 3 }, async ({ usage, send }) => {
    expect((await usage({})).status).toBe(200);
    const longer = { timeRange: { ...usageRequest.timeRange, endTimeInSeconds: seconds("2026-03-13") + 1 } };
    const { status, rule, text } = await usage(longer);
    expect([status, rule, text]).toEqual([504, "gateway-timeout", '{"message":"Endpoint request timed out"}']);
    expect((await send("POST", "/usage/batch", [usageRequest, { ...usageRequest, ...longer }])).status).toBe(504);
    expect((await send("POST", "/usage/sparse", { ...usageRequest, ...longer })).status).toBe(504);
  }));

it("rule exact-numbers: by option, values are doubles", async () => {
  const settled = { meterApiName: "settled", ...wholeRange };
  const exact = await playing({}, ({ usage }) => usage(settled));
  const doubles = await playing({ numbers: "double" }, ({ usage }) => usage(settled));
  const value = (text: string): string => /"groupValue":(.*?),/.exec(text)?.[1] ?? "";
  expect(value(exact.text)).toMatch(/^\d{17,}\.\d+$/);
  expect(value(doubles.text)).toBe(JSON.stringify(Number(value(exact.text))));
  expect(JSON.parse(doubles.text)).toEqual(JSON.parse(exact.text));
  expect(doubles.text).not.toBe(exact.text);
});

it("rule pre-aggregated: by option, only the named meters have empty sparse answers", () =>
  playing({ preAggregated: ["api_calls"] }, async ({ send, usage }) => {
    const groups = (text: string) => readExactly<Report>(text).clientMeters.length;
    expect(groups((await send("POST", "/usage/sparse", usageRequest)).text)).toBe(0);
    expect(groups((await usage({})).text)).toBe(1);
    expect(groups((await send("POST", "/usage/sparse", { ...usageRequest, meterApiName: "settled" })).text)).toBe(1);
  }));

it("rule sparse-intervals: by option, a sparse answer lists the intervals with usage", () =>
  playing({ sparseIntervals: true }, async ({ send }) => {
    const { text } = await send("POST", "/usage/sparse", { ...usageRequest, groupBy: ["customerId"] });
    const { secondsSinceEpochIntervals, clientMeters } = JSON.parse(text);
    const starts = clientMeters.flatMap((group: { values: { secondsSinceEpochUtc: number }[] }) =>
      group.values.map((value) => value.secondsSinceEpochUtc),
    );
    expect(secondsSinceEpochIntervals).toEqual([...new Set(starts)].sort());
    expect(secondsSinceEpochIntervals).not.toEqual([]);
  }));

it("rule batch-order: by option, a batch is answered in reverse order", () =>
  playing({ batchOrder: "reversed" }, async ({ send, portal }) => {
    const batch = [usageRequest, { ...usageRequest, meterApiName: "settled" }];
    const names = (text: string) => readExactly<Report[]>(text).map(({ metadata }) => metadata.meterApiName);
    expect(names((await send("POST", "/usage/batch", batch)).text)).toEqual(["settled", "api_calls"]);
    expect(names((await send("POST", "/usage/sparse/batch", batch)).text)).toEqual(["settled", "api_calls"]);
    expect(names((await portal(batch)).text)).toEqual(["settled", "api_calls"]);
  }));

it("rule event-duration: by option, watch_time exists, and AVG is the mean of its single values", () =>
  playing({ eventDuration: "avg" }, async ({ sandbox, send, report, usage }) => {
    const [meter] = JSON.parse((await send("GET", "/meters?meterApiName=watch_time")).text);
    expect(meter).toMatchObject({ meterType: "event_duration", viewGroupingFunction: "avg" });
    const day = { timeRange: { startTimeInSeconds: seconds("2026-03-10"), endTimeInSeconds: seconds("2026-03-11") } };
    const views = eventsIn(sandbox, "video_view", Date.parse("2026-03-10"), Date.parse("2026-03-11"));
    const sum = views.reduce((total, { properties }) => total + Number(properties.seconds), 0);
    const average = await report({ meterApiName: "watch_time", aggregation: "AVG", ...day });
    expect(Number(average.clientMeters[0]?.groupValue)).toBeCloseTo(sum / views.length, 9);
    const total = await report({ meterApiName: "watch_time", aggregation: "SUM", ...day });
    expect(total.clientMeters[0]?.groupValue).toBe(String(sum));
    expect((await usage({ aggregation: "AVG" })).rule).toBe("aggregation");
  }));

it("rule event-duration: without the option watch_time does not exist", () =>
  playing({}, async ({ send }) => {
    expect((await send("GET", "/meters?meterApiName=watch_time")).text).toBe("[]");
  }));

it("rule api-key: by option, a wrong key is 403", () =>
  playing({ unauthorized: 403 }, async ({ send }) => {
    const { status, rule } = await send("GET", "/meters", undefined, { "x-api-key": "wrong" });
    expect([status, rule]).toEqual([403, "api-key"]);
  }));

it("rule enum-case: every form of sum and day in the contract is accepted and echoed in lower case", () =>
  playing({}, async ({ report }) => {
    // The contract's schemas have both as enums.
    const schemas = readSpec("amberflo").components?.schemas as Record<string, SchemaObject>;
    const spellings = (name: string, word: string): string[] =>
      [schemas[name]?.enum ?? []]
        .flat()
        .map(String)
        .filter((each) => each.toLowerCase() === word);
    expect(spellings("Aggregation", "sum").length).toBeGreaterThan(1);
    for (const aggregation of spellings("Aggregation", "sum")) {
      for (const timeGroupingInterval of spellings("TimeGroupingInterval", "day")) {
        const { metadata } = await report({ aggregation, timeGroupingInterval });
        expect([metadata.aggregation, metadata.timeGroupingInterval]).toEqual(["sum", "day"]);
      }
    }
  }));

it("rule trailing-slash: POST /usage/ is answered as POST /usage", () =>
  playing({}, async ({ sandbox, usage }) => {
    const { baseUrl, apiKey } = sandbox.connections.amberflo;
    const answer = await fetch(`${baseUrl}/usage/`, {
      method: "POST",
      headers: { "x-api-key": apiKey, "content-type": "application/json" },
      body: JSON.stringify(usageRequest),
    });
    expect([answer.status, await answer.text()]).toEqual([200, (await usage({})).text]);
  }));
