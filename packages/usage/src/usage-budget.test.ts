import { describe, expect, test } from "vitest";
import { collect, day, query, setUp } from "./fake-metronome.test-support.js";
import { type FakeOptions, fakeProvider, meterOf } from "./fake-provider.test-support.js";
import { createUsage, type UsageQuery, type UsageRow } from "./index.js";
import { unsupported } from "./model/refusal.js";

const clock = { now: () => Date.parse("2026-06-10T15:00:00Z") };
const days: UsageQuery = { start: "2026-06-01", end: "2026-06-05", window: "day" };
const tooMany = { code: "invalid_input", field: "maxRequests" };

/** A query, and how many calls were made for it. */
function ask(options: FakeOptions, change: Partial<UsageQuery>) {
  const provider = fakeProvider(options);
  const result = createUsage({ here: provider }, { clock }).query({ ...days, ...change });
  return { provider, result, rows: collect(result) };
}

describe("more requests than are allowed never go out, where answers need more than the plan", () => {
  const pages = [day("2026-03-01", "1"), day("2026-03-02", "2"), day("2026-03-03", "3")];

  test("for further pages; what came before is handed out", async () => {
    const march = { ...query, end: "2026-03-04" };
    const { usage, usageRequests } = setUp(pages);
    const rows: UsageRow[] = [];
    const reading = (async () => {
      for await (const row of usage.query({ ...march, maxRequests: 1 })) rows.push(row);
    })();
    await expect(reading).rejects.toMatchObject(tooMany);
    expect(rows.map(({ value }) => value)).toEqual(["1", "2"]);
    expect(usageRequests()).toHaveLength(1);
    const allowed = setUp(pages);
    expect(await collect(allowed.usage.query({ ...march, maxRequests: 2 }))).toHaveLength(3);
  });

  test("for lists that are asked for again where they are whole", async () => {
    const groups = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`r${index}`, 1]));
    const capped = [day("2026-03-01", "200", { groups: JSON.stringify(groups) })];
    const grouped = { ...query, end: "2026-03-02", groupBy: ["region"] };
    const { usage, asked } = setUp(capped);
    await expect(collect(usage.query({ ...grouped, maxRequests: 1 }))).rejects.toMatchObject(tooMany);
    expect(asked.map(({ path }) => path)).not.toContain("/v1/usage/groups");
    const allowed = setUp(capped);
    await collect(allowed.usage.query({ ...grouped, maxRequests: 2 }));
    expect(allowed.asked.map(({ path }) => path)).toContain("/v1/usage/groups");
  });

  test("for halves, at the one that would be too many", async () => {
    const { provider, rows } = ask({ maxHours: 24 }, { maxRequests: 4 });
    await expect(rows).rejects.toMatchObject(tooMany);
    expect(provider.asked).toHaveLength(4);
    // The whole, two halves, four days.
    expect(await ask({ maxHours: 24 }, { maxRequests: 7 }).rows).toHaveLength(4);
  });

  test("for meters one by one, none of which is left out for it", async () => {
    const options: FakeOptions = {
      meters: [meterOf("a"), meterOf("b")],
      // biome-ignore lint/correctness/useYield: it fails before its first page.
      async *ask() {
        throw unsupported("fake", "window", "it cannot", "ask another");
      },
    };
    const { provider, result, rows } = ask(options, { maxRequests: 2 });
    await expect(rows).rejects.toMatchObject(tooMany);
    expect(provider.asked).toHaveLength(2);
    expect(result.report.skipped.map(({ meterId }) => meterId)).toEqual(["a"]);
  });

  test("over all connections together", async () => {
    const [first, second] = [fakeProvider({ maxHours: 48 }), fakeProvider()];
    const usage = createUsage({ first, second }, { clock });
    await expect(collect(usage.query({ ...days, maxRequests: 3 }))).rejects.toMatchObject(tooMany);
    expect([first.asked.length, second.asked.length]).toEqual([3, 0]);
    expect(await collect(usage.query({ ...days, maxRequests: 4 }))).toHaveLength(8);
  });
});
