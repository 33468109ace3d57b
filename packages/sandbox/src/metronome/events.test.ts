import { afterAll, beforeAll, expect, it } from "vitest";
import { type Caller, NOW, startCaller } from "../../test/support.js";
import type { UsageEvent } from "../world/event.js";

let caller: Caller;
beforeAll(async () => {
  caller = await startCaller();
});
afterAll(() => caller.sandbox.close());

const DAY = 86_400_000;

async function search(transactionIds: readonly string[]): Promise<Record<string, unknown>[]> {
  const answer = await caller.send("POST", "/v1/events/search", { transactionIds });
  expect(answer.status).toBe(200);
  return JSON.parse(answer.text);
}

it("rule event-search: events of 34 days are found by transaction id, in the requested order, each once", async () => {
  const start = Date.parse(NOW) - 34 * DAY;
  const [customer] = caller.sandbox.world.customers.filter(({ eventTypes }) => eventTypes.includes("settlement"));
  const events = [...caller.sandbox.world.events({ customerId: customer?.id ?? "" })];
  const recent = events.filter(({ timestamp }) => timestamp >= start);
  const older = events.find(({ timestamp }) => timestamp < start);
  const [first, last] = [recent[0]?.id ?? "", recent.at(-1)?.id ?? ""];
  const found = await search([last, "nothing", first, older?.id ?? "", last]);
  expect(found.map(({ transaction_id }) => transaction_id)).toEqual([last, first]);
  expect(new Set(found.map(({ id }) => id)).size).toBe(2);
  expect(await search([])).toEqual([]);
  for (const body of [{ transaction_ids: [first] }, { transactionIds: first }]) {
    expect((await caller.send("POST", "/v1/events/search", body)).status).toBe(400);
  }
});

it("rule event-match: a found event has its customer, its metrics and no duplicate mark", async () => {
  const start = Date.parse(NOW) - 10 * DAY;
  const all: UsageEvent[] = [...caller.sandbox.world.events({ start })];
  const call = all.find(({ type }) => type === "api_call");
  const tokens = all.find(({ type }) => type === "token_use");
  const found = await search([call?.id ?? "", tokens?.id ?? ""]);
  const owner = caller.sandbox.world.customers.find(({ id }) => id === call?.customerId);
  expect(found[0]).toMatchObject({
    customer_id: owner?.id,
    event_type: "api_call",
    timestamp: new Date(call?.timestamp ?? 0).toISOString(),
    processed_at: new Date(call?.receivedAt ?? 0).toISOString(),
    properties: call?.properties,
    is_duplicate: false,
    matched_customer: { id: owner?.id, name: owner?.name },
  });
  const names = found.map(({ matched_billable_metrics }) =>
    Object.values(Object(matched_billable_metrics)).map((metric) => [
      Reflect.get(Object(metric), "name"),
      Reflect.get(Object(metric), "aggregation_type"),
    ]),
  );
  expect(names.map((list) => list.sort())).toEqual([
    [
      ["API calls", "COUNT"],
      ["Active users", "UNIQUE"],
      ["Peak latency (ms)", "MAX"],
    ],
    [
      ["Input tokens", "SUM"],
      ["Output tokens", "SUM"],
      ["Weighted tokens", "custom_sql"],
    ],
  ]);
});

it("rule idempotency-key: a key covers searches too", async () => {
  const ask = (id: string): Promise<number> =>
    caller
      .send("POST", "/v1/events/search", { transactionIds: [id] }, { "idempotency-key": "search" })
      .then(({ status }) => status);
  expect([await ask("a"), await ask("a"), await ask("b")]).toEqual([200, 200, 409]);
});
