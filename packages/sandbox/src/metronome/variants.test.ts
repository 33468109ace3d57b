import { expect, it } from "vitest";
import { startCaller } from "../../test/support.js";

const body = { window_size: "DAY", starting_on: "2026-03-01T00:00:00Z", ending_before: "2026-03-03T00:00:00Z" };

it("rule row-times: by option, UTC is written +00:00", async () => {
  const usual = await startCaller();
  const other = await startCaller({ metronome: { rowOffset: "+00:00" } });
  const ids = { customer_ids: [usual.sandbox.connections["wowza-video"].customerId] };
  const rows = (await other.walk({ ...body, ...ids })).rows;
  expect(rows[0]?.start_timestamp).toBe("2026-03-01T00:00:00+00:00");
  const zulu = rows.map((row) => ({
    ...row,
    start_timestamp: row.start_timestamp.replace("+00:00", "Z"),
    end_timestamp: row.end_timestamp.replace("+00:00", "Z"),
  }));
  expect(zulu).toEqual((await usual.walk({ ...body, ...ids })).rows);
  const billable_metric_id = await other.metricId("API calls");
  const groups = { ...body, customer_id: ids.customer_ids[0], billable_metric_id, group_key: ["region"] };
  const { data } = JSON.parse((await other.send("POST", "/v1/usage/groups", groups)).text);
  expect(data[0]).toMatchObject({
    starting_on: "2026-03-01T00:00:00+00:00",
    ending_before: "2026-03-02T00:00:00+00:00",
  });
  await Promise.all([usual.sandbox.close(), other.sandbox.close()]);
});

it("rule bearer: by option, a wrong token is 403", async () => {
  const { send, sandbox } = await startCaller({ metronome: { unauthorized: 403 } });
  const answer = await send("GET", "/v1/customers", undefined, { authorization: "Bearer wrong" });
  expect([answer.status, answer.rule]).toEqual([403, "bearer"]);
  await sandbox.close();
});

it.each([
  ["upper", "SUM"],
  ["lower", "sum"],
  ["title", "Sum"],
] as const)("rule aggregation-case: by option, %s case", async (aggregationCase, expected) => {
  const { list, sandbox } = await startCaller({ metronome: { aggregationCase } });
  const metrics = (await list("/v1/billable-metrics")).flat();
  expect(metrics.find(({ name }) => name === "Input tokens")?.aggregation_type).toBe(expected);
  expect(metrics.find(({ name }) => name === "Weighted tokens")?.aggregation_type).toBeUndefined();
  await sandbox.close();
});
