import { afterAll, beforeAll, expect, it } from "vitest";
import {
  type AmberfloCaller,
  amberfloIds,
  eventsIn,
  type Report,
  startAmberflo,
  usageRequest,
} from "../../test/amberflo.js";
import type { UsageEvent } from "../world/event.js";

let caller: AmberfloCaller;
let events: UsageEvent[];
beforeAll(async () => {
  caller = await startAmberflo();
  const { startTimeInSeconds, endTimeInSeconds } = usageRequest.timeRange;
  events = eventsIn(caller.sandbox, "api_call", startTimeInSeconds * 1000, endTimeInSeconds * 1000);
});
afterAll(() => caller.sandbox.close());

const infoOf = ({ clientMeters }: Report): unknown[] => clientMeters.map(({ group }) => group.groupInfo);

const totalOf = ({ clientMeters }: Report): number =>
  clientMeters.reduce((sum, each) => sum + Number(each.groupValue), 0);

it("rule ungrouped: without groupBy, or with an empty one, there is one element with an empty groupInfo", async () => {
  for (const body of [{}, { groupBy: [] }]) {
    const report = await caller.report(body);
    expect(infoOf(report)).toEqual([{}]);
    expect(totalOf(report)).toBe(events.length);
  }
});

it("usage grouped by customer and a dimension has every event in one group", async () => {
  const report = await caller.report({ groupBy: ["customerId", "endpoint"] });
  const ids = amberfloIds(caller.sandbox);
  for (const { group, groupValue } of report.clientMeters) {
    const { customerId, endpoint } = group.groupInfo;
    const own = events.filter(
      (event) => ids.get(event.customerId) === customerId && event.properties.endpoint === endpoint,
    );
    expect(groupValue).toBe(String(own.length));
  }
  expect(totalOf(report)).toBe(events.length);
});

it("rule group-missing: events without the dimension are in a group whose groupInfo lacks it", async () => {
  const report = await caller.report({ groupBy: ["region"] });
  const lacking = events.filter(({ properties }) => properties.region === undefined);
  const without = report.clientMeters.filter(({ group }) => !("region" in group.groupInfo));
  expect(without.map(({ group, groupValue }) => [group.groupInfo, groupValue])).toEqual([[{}, String(lacking.length)]]);
  expect(lacking.length).toBeGreaterThan(0);
  expect(report.clientMeters).toHaveLength(5);
  expect(totalOf(report)).toBe(events.length);
  const both = await caller.report({ groupBy: ["customerId", "region"] });
  expect(infoOf(both)).toContainEqual({ customerId: "northlight-atlas" });
});

it("rule unsent-dimension: a dimension that no event has gives one group with an empty groupInfo, or one for each customer", async () => {
  const meterApiName = "core_hours";
  const alone = await caller.report({ meterApiName, groupBy: ["generation"] });
  expect(infoOf(alone)).toEqual([{}]);
  expect(alone.clientMeters).toEqual((await caller.report({ meterApiName })).clientMeters);
  const both = await caller.report({ meterApiName, groupBy: ["generation", "customerId"] });
  const customers = await caller.report({ meterApiName, groupBy: ["customerId"] });
  expect(both.clientMeters).toEqual(customers.clientMeters);
  expect((await caller.report({ meterApiName, filter: { generation: ["2"] } })).clientMeters).toEqual([]);
});

it("rule group-order: groups are ordered by name", async () => {
  const names = infoOf(await caller.report({ groupBy: ["customerId"] })).map((info) => JSON.stringify(info));
  expect(names.length).toBeGreaterThan(10);
  expect(names).toEqual([...names].sort());
});

it("rule filter: an event matches one value of each dimension, and text is a list of one", async () => {
  const ids = amberfloIds(caller.sandbox);
  const customerId = ["northlight-atlas", "meridian-kelp"];
  const region = ["us-east", "ap-south"];
  const report = await caller.report({ filter: { customerId, region } });
  const matched = events.filter(
    (event) => customerId.includes(ids.get(event.customerId) ?? "") && region.includes(event.properties.region ?? ""),
  );
  expect(matched.length).toBeGreaterThan(0);
  expect(totalOf(report)).toBe(matched.length);
  const text = await caller.report({ filter: { customerId: "meridian-kelp" } });
  expect(text).toEqual(await caller.report({ filter: { customerId: ["meridian-kelp"] } }));
  expect(text.metadata.filter).toEqual({ customerId: ["meridian-kelp"] });
  const grouped = await caller.report({ filter: { customerId }, groupBy: ["customerId"] });
  expect(infoOf(grouped)).toEqual([{ customerId: "meridian-kelp" }, { customerId: "northlight-atlas" }]);
});

it("rule unknown-value: an unknown filter value finds nothing and is not an error", async () => {
  for (const filter of [{ customerId: ["nobody"] }, { region: ["moon"] }, { region: [""] }]) {
    expect((await caller.report({ filter })).clientMeters).toEqual([]);
  }
  const some = await caller.report({ filter: { customerId: ["nobody", "meridian-kelp"] } });
  expect(some.clientMeters).toEqual((await caller.report({ filter: { customerId: ["meridian-kelp"] } })).clientMeters);
});

it("rule take: take returns the largest or smallest groups in that order, and keeps a total", async () => {
  const all = await caller.report({ groupBy: ["customerId"] });
  const sizes = all.clientMeters.map(({ groupValue }) => Number(groupValue)).sort((left, right) => left - right);
  const taken = async (take: object): Promise<number[]> =>
    (await caller.report({ groupBy: ["customerId"], take })).clientMeters.map(({ groupValue }) => Number(groupValue));
  expect(await taken({ limit: 3 })).toEqual(sizes.toReversed().slice(0, 3));
  expect(await taken({ limit: 3, isAscending: true })).toEqual(sizes.slice(0, 3));
  expect(await taken({ limit: 1000, isAscending: false })).toEqual(sizes.toReversed());
  const total = await caller.report({ take: { limit: 1, isAscending: true } });
  expect(totalOf(total)).toBe(events.length);
});
