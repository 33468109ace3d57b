import { describe, expect, test } from "vitest";
import { fakeProvider } from "../fake-provider.test-support.js";
import { createUsage, type UsageRow } from "../index.js";
import { readBatches } from "./read-batches.js";

const clock = { now: () => Date.parse("2026-09-01T10:30:00Z") };
const asked = { start: "2026-02-02", end: "2026-02-09", window: "day" } as const;

function setUp() {
  // A page of two rows each.
  const provider = fakeProvider({ hoursPerCall: 48, measurementsPerPage: 2 });
  return { provider, result: createUsage({ here: provider }, { clock }).query(asked) };
}

async function rowsOf(batches: AsyncIterable<readonly UsageRow[]>): Promise<readonly UsageRow[][]> {
  const all: UsageRow[][] = [];
  for await (const batch of batches) all.push([...batch]);
  return all;
}

describe("the batches of a result", () => {
  test("have the rows of the iteration, in their order, none of them empty, and the report is whole after them", async () => {
    const { result } = setUp();
    const batches = await rowsOf(result.batches());
    const rows: UsageRow[] = [];
    const other = setUp().result;
    for await (const row of other) rows.push(row);
    expect(batches.flat()).toEqual(rows);
    expect(batches.length).toBeGreaterThan(1);
    expect(Math.min(...batches.map(({ length }) => length))).toBeGreaterThan(0);
    expect(result.report).toEqual(other.report);
    expect(result.report.rows).toBe(rows.length);
  });

  test("are counted when they are handed out", async () => {
    const { result } = setUp();
    const batches = result.batches()[Symbol.asyncIterator]();
    expect(result.report.rows).toBe(0);
    const first = await batches.next();
    expect(result.report.rows).toBe(first.done ? undefined : first.value.length);
    await batches.return?.();
  });

  test.each([
    ["batches, then batches", "batches", "batches"],
    ["batches, then rows", "batches", "rows"],
    ["rows, then batches", "rows", "batches"],
  ] as const)("and the rows can be read once: %s", async (_, first, second) => {
    const { result } = setUp();
    const read = async (what: "rows" | "batches") => {
      for await (const _ of what === "rows" ? result : result.batches());
    };
    await read(first);
    await expect(read(second)).rejects.toMatchObject({ code: "invalid_input", field: "query" });
  });

  test("that nobody reads ask for nothing, and leave the rows to be read", async () => {
    const { provider, result } = setUp();
    result.batches();
    for await (const _ of result);
    expect(provider.asked.length).toBeGreaterThan(0);
  });

  test("end the query with their consumer", async () => {
    const { provider, result } = setUp();
    for await (const _ of result.batches()) break;
    const { pages } = provider;
    await new Promise((resolve) => setImmediate(resolve));
    expect(provider.pages).toBe(pages);
  });

  test("throw what ended the answer", async () => {
    const { result } = setUp();
    const broken = createUsage({ here: fakeProvider({ capabilities: { ...fakeProvider().capabilities } }) }, { clock });
    await expect(rowsOf(broken.query({ ...asked, meters: ["none"] }).batches())).rejects.toMatchObject({
      code: "invalid_input",
    });
    await rowsOf(result.batches());
  });

  test("end at once with a consumer that stops while it waits", async () => {
    let ended = false;
    async function* source(): AsyncGenerator<readonly string[], void, undefined> {
      yield await new Promise<readonly string[]>(() => {});
    }
    const stop = () => {
      ended = true;
    };
    const batches = readBatches(source(), { stop });
    const waiting = batches.next();
    await batches.return();
    expect([ended, (await waiting).done]).toEqual([true, true]);
  });
});
