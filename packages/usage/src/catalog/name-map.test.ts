import { describe, expect, test } from "vitest";
import { normalizeQuery } from "../model/normalize.js";
import type { UsageQuery } from "../model/query.js";
import { checkMap, type NameMap, translate } from "./name-map.js";

const map: NameMap = {
  meters: { tokens: { here: "meter-1", there: "input_tokens" }, calls: { there: "api_calls" } },
  customers: { acme: { here: "c-1" } },
  dimensions: { model: { here: "llm" }, engine: { here: "llm" }, plan: { there: "tier" } },
};

function words(change: Partial<UsageQuery>, connection = "here", names = map) {
  return translate(
    normalizeQuery({ start: "2026-06-01", end: "2026-06-02", window: "day", ...change }),
    connection,
    names,
  );
}

describe("a query", () => {
  test("is put in the vendor's words, and what the map does not have stands as it is", () => {
    const { query, groupBy } = words({
      meters: ["tokens", "meter-9"],
      customers: ["acme", "c-9"],
      groupBy: ["region", "model"],
      filter: { model: ["a"], tier: ["b"] },
    });
    expect(query).toMatchObject({
      meters: ["meter-1", "meter-9"],
      customers: ["c-1", "c-9"],
      groupBy: ["region", "llm"],
      filter: { llm: ["a"], tier: ["b"] },
    });
    expect(groupBy).toEqual(["region", "model"]);
  });

  test("for all meters, all customers or the total names none", () => {
    expect(words({}).query).toMatchObject({ meters: undefined, customers: undefined });
    expect(words({ customers: "total" }).query.customers).toBe("total");
  });

  test.each<[string, Partial<UsageQuery>, string]>([
    ["meters", { meters: ["calls"] }, 'meters: "calls" cannot be used; it is mapped for there, not for here'],
    ["groupBy", { groupBy: ["plan"] }, "it is mapped for there, not for here"],
    ["filter.plan", { filter: { plan: ["a"] } }, "it is mapped for there, not for here"],
  ])("with a name of other connections only is refused, by its field: %s", (field, change, message) => {
    expect(() => words(change)).toThrow(expect.objectContaining({ code: "invalid_input", field }));
    expect(() => words(change)).toThrow(message);
  });

  test("with two names of one dimension is refused: one would hide the other", () => {
    const message = "model and engine are the same dimension, llm; use one of them";
    expect(() => words({ groupBy: ["model", "engine"] })).toThrow(`groupBy: "engine" cannot be used; ${message}`);
    expect(() => words({ filter: { model: ["a"], engine: ["b"] } })).toThrow(
      `filter: "engine" cannot be used; ${message}`,
    );
    expect(() => words({ groupBy: ["model", "llm"] })).toThrow("model and llm are the same dimension");
    expect(words({ groupBy: ["model"], filter: { engine: ["b"] } }).query).toMatchObject({
      groupBy: ["llm"],
      filter: { llm: ["b"] },
    });
  });
});

test("the way back has the user's names by this connection's ids", () => {
  const { meters, customers } = words({});
  expect([...meters]).toEqual([["meter-1", "tokens"]]);
  expect([...customers]).toEqual([["c-1", "acme"]]);
  expect([...words({}, "there").meters]).toEqual([
    ["input_tokens", "tokens"],
    ["api_calls", "calls"],
  ]);
});

test("names that every object has are ids like any other", () => {
  expect(words({ meters: ["constructor"], groupBy: ["toString"] }).query).toMatchObject({
    meters: ["constructor"],
    groupBy: ["toString"],
  });
  expect(() => words({ meters: ["tokens"] }, "constructor")).toThrow("not for constructor");
});

describe("a map", () => {
  test.each<[string, NameMap]>([
    ["map.meters.calls", { meters: { tokens: { here: "m" }, calls: { here: "m" } } }],
    ["map.customers.acme", { customers: { acme: { nowhere: "c" } } }],
  ])("is refused by %s", (field, names) => {
    expect(() => checkMap(names, ["here", "there"])).toThrow(expect.objectContaining({ code: "invalid_input", field }));
  });

  test("may have one id for several connections, and several names of a dimension", () => {
    checkMap(map, ["here", "there"]);
    checkMap({ meters: { tokens: { here: "m", there: "m" } } }, ["here", "there"]);
  });
});

test.each<[string, unknown, string]>([
  ["map.meter", { meter: { tokens: { here: "m" } } }, "use meters, customers, dimensions"],
  ["map.meters.tokens", { meters: { tokens: "m" } }, "give the id by connection: here, there"],
  ["map.meters.tokens.here", { meters: { tokens: { here: ["m"] } } }, "give one id"],
])("what is no map is refused at %s", (field, given, message) => {
  const check = () => checkMap(given as NameMap, ["here", "there"]);
  expect(check).toThrow(expect.objectContaining({ code: "invalid_input", field }));
  expect(check).toThrow(message);
});
