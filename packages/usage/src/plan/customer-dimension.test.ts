import { expect, test } from "vitest";
import { translate } from "../catalog/name-map.js";
import { normalizeQuery } from "../model/normalize.js";
import type { UsageQuery } from "../model/query.js";
import { withoutCustomerDimension } from "./customer-dimension.js";

const range = { start: "2026-06-01", end: "2026-06-02", window: "day" } as const;

function read(change: Partial<UsageQuery>, dimension: string | undefined = "customerId") {
  const names = translate(normalizeQuery({ ...range, ...change }), "here", {
    dimensions: { place: { here: "region" } },
  });
  const { query, groupBy } = withoutCustomerDimension(names, dimension);
  return { asked: query.groupBy, groupBy, filter: query.filter, customers: query.customers };
}

test("groups by customer are the rows by customer that come anyway", () => {
  expect(read({ groupBy: ["customerId"] })).toMatchObject({ asked: [], groupBy: [], customers: undefined });
  expect(read({ groupBy: ["place", "customerId"] })).toMatchObject({ asked: ["region"], groupBy: ["place"] });
});

test("a filter by customer names the customers, and narrows those that are named", () => {
  expect(read({ filter: { customerId: ["a", "b"], region: ["eu"] } })).toMatchObject({
    filter: { region: ["eu"] },
    customers: ["a", "b"],
  });
  expect(read({ filter: { customerId: ["a", "b"] }, customers: ["b", "c"] })).toMatchObject({ customers: ["b"] });
  expect(() => read({ filter: { customerId: ["a"] }, customers: ["c"] })).toThrow("has none of the customers");
});

test("a total has no groups by customer", () => {
  expect(() => read({ groupBy: ["customerId"], customers: "total" })).toThrow("leave customers out");
});

test("where customers are no dimension, the name is one like any other", () => {
  expect(
    withoutCustomerDimension(translate(normalizeQuery({ ...range, groupBy: ["customerId"] }), "here", {}), undefined)
      .groupBy,
  ).toEqual(["customerId"]);
});
