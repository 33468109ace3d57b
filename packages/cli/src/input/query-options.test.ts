import { expect, it } from "vitest";
import { fakeIo } from "../../test/fake-io.js";
import { readQueryOptions, toQuery } from "./query-options.js";

const { io } = fakeIo();
const range = { from: "a", to: "b", window: "hour" } as const;

it("asks the facade what the options say", () => {
  const nothing = {
    meters: undefined,
    customers: undefined,
    groupBy: undefined,
    filter: undefined,
    maxRequests: undefined,
    incomplete: undefined,
    raw: undefined,
    keepGoing: undefined,
  };
  expect(toQuery(range, io)).toEqual({
    ...nothing,
    start: "a",
    end: "b",
    window: "hour",
    signal: io.signal,
  });
  const filter = { region: ["eu", "us"] };
  const more = { ...range, meter: ["m", "n"], customer: ["c"], groupBy: ["region", "model"], filter, maxRequests: 7 };
  expect(toQuery(more, io)).toMatchObject({
    meters: ["m", "n"],
    customers: ["c"],
    groupBy: ["region", "model"],
    filter,
    maxRequests: 7,
  });
});

it("asks for all customers as one", () => {
  expect(toQuery({ ...range, customer: ["total"] }, io).customers).toBe("total");
  expect(() => toQuery({ ...range, customer: ["total", "c"] }, io)).toThrow("--customer: total");
});

it("asks the connections named, or all", async () => {
  expect((await readQueryOptions(range, io)).connections).toBeUndefined();
  expect((await readQueryOptions({ ...range, connection: ["b", "a"] }, io)).connections).toEqual(["b", "a"]);
});
