import { describe, expect, test } from "vitest";
import { amberflo } from "./index.js";
import { readMeters } from "./lists.js";

const { signal } = new AbortController();

/** The customers of an account whose list is answered by these pages, one after the other. */
function customersOf(pages: readonly object[]) {
  let next = 0;
  const fetch = async (): Promise<Response> => Response.json(pages[next++] ?? {});
  const provider = amberflo({ apiKey: "k", fetch, rate: false, retries: 0 });
  return provider.customers?.(signal) ?? Promise.reject(new Error("no customers"));
}

const customer = (customerId: string) => ({ customerId, customerName: customerId.toUpperCase() });
const page = (ids: readonly string[], metadata: object) => ({ items: ids.map(customer), metadata });
const counts = (count: number) => ({ totalRowCount: count, filteredRowCount: count });

describe("the list of customers", () => {
  test("is every page of it", async () => {
    const found = await customersOf([
      page(["a", "b"], { page: 1, totalFilteredPages: 2, ...counts(3) }),
      page(["c"], { page: 2, totalFilteredPages: 2, ...counts(3) }),
    ]);
    expect(found).toEqual(["a", "b", "c"].map((id) => ({ id, name: id.toUpperCase() })));
  });

  test.each([
    ["more than came", { totalRowCount: 407, filteredRowCount: 407 }],
    ["more in all than came", { totalRowCount: 407, filteredRowCount: 3 }],
    ["more that match than came", { filteredRowCount: 407 }],
    ["fewer than came", counts(2)],
  ])("that tells of %s is not whole", async (_, told) => {
    const walk = customersOf([page(["a", "b", "c"], { page: 1, totalFilteredPages: 1, ...told })]);
    await expect(walk).rejects.toMatchObject({ code: "incomplete_result", message: expect.stringMatching(/RowCount/) });
  });

  test("that gives a customer twice changed during the walk", async () => {
    const walk = customersOf([
      page(["a", "b"], { page: 1, totalFilteredPages: 2, ...counts(4) }),
      page(["c", "a"], { page: 2, totalFilteredPages: 2, ...counts(4) }),
    ]);
    await expect(walk).rejects.toMatchObject({
      code: "incomplete_result",
      message: expect.stringContaining("a came twice"),
    });
  });

  test.each([
    ["another page", { page: 2, totalFilteredPages: 2 }],
    ["no page", { totalFilteredPages: 2 }],
    ["no number of pages", { page: 1 }],
    ["a number of pages that is text", { page: 1, totalFilteredPages: "2" }],
  ])("that answers with %s is refused", async (_, metadata) => {
    await expect(customersOf([page(["a"], metadata)])).rejects.toMatchObject({ code: "unexpected_response" });
  });

  test.each([null, 42, {}, { customerId: 42 }, { customerId: "a", customerName: ["A"] }])(
    "is refused for the element %j",
    async (element) => {
      const walk = customersOf([{ items: [element], metadata: { page: 1, totalFilteredPages: 1 } }]);
      await expect(walk).rejects.toMatchObject({ code: "unexpected_response" });
    },
  );
});

describe("the list of meters", () => {
  const calls = { id: "1", meterApiName: "calls", meterType: "sum_of_all_usage" };

  test.each([
    ["sum_of_all_usage", undefined, "sum"],
    ["active_users", undefined, "unique"],
    ["unique_count", undefined, "unique"],
    ["event_duration", "AVG", "average"],
    ["event_duration", "max", "max"],
    ["event_duration", "constructor", "unknown"],
    ["constructor", undefined, "unknown"],
  ])("tells the kind of %s shown by %s: %s", (meterType, viewGroupingFunction, aggregation) => {
    expect(readMeters([{ ...calls, meterType, viewGroupingFunction }])).toMatchObject([{ aggregation }]);
  });

  test("may leave fields out, or have null in them", () => {
    const bare = { id: "1", meterApiName: "calls", label: null, dimensions: null, lockingStatus: null };
    const meter = {
      name: null,
      aggregation: "unknown",
      unit: null,
      measures: "usage",
      dimensions: [],
      archived: false,
    };
    expect(readMeters([bare])).toEqual([{ id: "calls", ...meter }]);
  });

  test.each<[string, unknown]>([
    ["meterApiName", { ...calls, meterApiName: undefined }],
    ["meterApiName", { ...calls, meterApiName: 42 }],
    ["label", { ...calls, label: {} }],
    ["dimensions", { ...calls, dimensions: "region" }],
    ["dimension", { ...calls, dimensions: [null] }],
    ["meterType", { ...calls, meterType: 3 }],
    ["element", null],
  ])("is refused by the name of the field: %s (%#)", (field, element) => {
    expect(() => readMeters([element])).toThrow(
      expect.objectContaining({ code: "unexpected_response", message: expect.stringContaining(field) }),
    );
  });

  test("that gives a meter twice is refused", () => {
    expect(() => readMeters([calls, { ...calls, id: "2" }])).toThrow(
      expect.objectContaining({ code: "incomplete_result" }),
    );
  });
});
