import { afterAll, beforeAll, expect, it } from "vitest";
import {
  type AmberfloCaller,
  amberfloIds,
  eventsIn,
  type Report,
  seconds,
  startAmberflo,
  usageRequest,
  wholeRange,
} from "../../test/amberflo.js";
import { type CheckedResponse, readExactly } from "../../test/send.js";
import { DAY } from "../world/time.js";

let caller: AmberfloCaller;
beforeAll(async () => {
  caller = await startAmberflo();
});
afterAll(() => caller.sandbox.close());

const perCustomer = { ...usageRequest, ...wholeRange, meterApiName: "core_hours", groupBy: ["customerId"] };

const sparse = (body: object): Promise<CheckedResponse> =>
  caller.send("POST", "/usage/sparse", { ...usageRequest, ...body });

async function sparseReport(body: object): Promise<Report> {
  const { status, text } = await sparse(body);
  expect(status).toBe(200);
  return readExactly<Report>(text);
}

it("rule sparse: a report has the values of POST /usage without the intervals without events", async () => {
  const [dense, { metadata, clientMeters }] = [await caller.report(perCustomer), await sparseReport(perCustomer)];
  expect(metadata).toEqual(dense.metadata);
  expect(clientMeters.map(({ group, groupValue }) => [group, groupValue])).toEqual(
    dense.clientMeters.map(({ group, groupValue }) => [group, groupValue]),
  );
  const ids = amberfloIds(caller.sandbox);
  const events = eventsIn(caller.sandbox, "compute", 0, Number.POSITIVE_INFINITY);
  const days = new Set(events.map((event) => `${ids.get(event.customerId)} ${Math.floor(event.timestamp / DAY)}`));
  const used = dense.clientMeters.map(({ group, values }) =>
    values.filter(({ secondsSinceEpochUtc }) =>
      days.has(`${group.groupInfo.customerId} ${(Number(secondsSinceEpochUtc) * 1000) / DAY}`),
    ),
  );
  expect(clientMeters.map(({ values }) => values)).toEqual(used);
  expect(used.flat().length).toBeLessThan(dense.clientMeters.flatMap(({ values }) => values).length);
  // Events that add up to zero are usage.
  expect(used.flat().some(({ value }) => value === "0")).toBe(true);
});

it("rule sparse: a group of several customers is ordered by time", async () => {
  const { clientMeters } = await sparseReport({ ...wholeRange, meterApiName: "core_hours" });
  const times = clientMeters[0]?.values.map(({ secondsSinceEpochUtc }) => Number(secondsSinceEpochUtc)) ?? [];
  expect(times.length).toBeGreaterThan(10);
  expect(times).toEqual([...times].sort((left, right) => left - right));
});

it("rule sparse-intervals: a report has no intervals, with or without usage", async () => {
  for (const filter of [{}, { customerId: ["nobody"] }]) {
    const report = await sparseReport({ ...perCustomer, filter });
    expect(Object.keys(report)).toEqual(["metadata", "clientMeters"]);
    expect(report.clientMeters.length === 0).toBe("customerId" in filter);
  }
});

it("rule sparse-percentage: the change is from the previous interval, which counts as 0 if it is left out", async () => {
  const { clientMeters } = await sparseReport(perCustomer);
  const after = clientMeters.flatMap(({ values }) =>
    values.filter(({ secondsSinceEpochUtc }, index) => {
      const previous = values[index - 1];
      return (
        previous !== undefined && Number(secondsSinceEpochUtc) - Number(previous.secondsSinceEpochUtc) > DAY / 1000
      );
    }),
  );
  expect(after.length).toBeGreaterThan(0);
  for (const { value, percentageFromPrevious } of after) {
    expect(Number(percentageFromPrevious)).toBe(Math.sign(Number(value)) * 100);
  }
});

it("rule sparse-rows: a range with more hours than the row cap is answered, where POST /usage refuses it", async () => {
  const timeRange = { startTimeInSeconds: 0, endTimeInSeconds: seconds("2026-03-13") };
  const body = { timeRange, timeGroupingInterval: "hour" };
  expect((await caller.usage(body)).rule).toBe("row-cap");
  const { clientMeters } = await sparseReport(body);
  const events = eventsIn(caller.sandbox, "api_call", 0, timeRange.endTimeInSeconds * 1000);
  expect(clientMeters[0]?.groupValue).toBe(String(events.length));
});

it("rule batch-order: each query of a sparse batch has the report it would have alone", async () => {
  const bodies = [usageRequest, perCustomer, { ...usageRequest, timeGroupingInterval: "hour" }];
  const { text } = await caller.send("POST", "/usage/sparse/batch", bodies);
  const alone = await Promise.all(bodies.map(async (body) => (await sparse(body)).text));
  expect(text).toBe(`[${alone.join(",")}]`);
  const refused = await caller.send("POST", "/usage/sparse/batch", [
    usageRequest,
    { ...usageRequest, meterApiName: "nothing" },
  ]);
  expect([refused.status, refused.rule]).toEqual([400, "known-meter"]);
});
