import { describe, expect, test } from "vitest";
import { compare } from "./compare.js";
import { days, inShort, query, row, sideBySide } from "./rows.test-support.js";
import type { ComparableRow } from "./side.js";

describe("a customer that a map lacks", () => {
  const ours = ["a", "b", "c"].flatMap((customerId) => days(["5", "0", null, "7"], { customerId, final: false }));
  const theirs = ["k1", "k2", "k3"].flatMap((customerId) =>
    days(["5", "0", "0", "7"], { customerId, aggregation: customerId === "k3" ? "unique" : "count" }),
  );
  const map = { customers: { k1: "a", k2: "b" } };

  test("is named first, with its keys on either side, none of which match or have a hint", async () => {
    const { keys, unpartnered, counts } = await compare(query, { left: ours, right: { rows: theirs, map } });
    expect(unpartnered).toEqual({
      left: { keys: 4, meters: [], customers: ["c"] },
      right: { keys: 4, meters: [], customers: ["k3"] },
    });
    expect(counts).toEqual({ match: 8, drift: 0, "left-only": 4, "right-only": 4, incomparable: 0 });
    for (const { verdict, hints } of keys) if (verdict !== "match") expect(hints).toEqual([]);
  });

  test("is nobody where all have a partner", async () => {
    const { unpartnered } = await compare(query, { left: ours, right: ours });
    expect(unpartnered.left).toEqual({ keys: 0, meters: [], customers: [] });
  });
});

describe("a meter that stands on one side only", () => {
  const zeros = ["m1", "m2"].flatMap((meterId) => days(["0", null, "0"], { meterId }));

  test("does not match nothing, whatever it measured", async () => {
    const left = [...zeros, row()];
    const { counts, unpartnered } = await sideBySide(left, [row()]);
    expect([counts.match, counts["left-only"]]).toEqual([1, 6]);
    expect(unpartnered.left).toEqual({ keys: 6, meters: ["m1", "m2"], customers: [] });
  });

  test("matches nothing where the query names it and it measured nothing", async () => {
    const named = { query: { meters: ["calls", "m1"] } };
    const { counts, unpartnered } = await sideBySide([...zeros, row()], [row()], named);
    expect([counts.match, unpartnered.left.keys]).toEqual([4, 0]);
    const used = await sideBySide([...zeros, row({ meterId: "m1", windowStart: "2026-03-05" }), row()], [row()], named);
    expect([used.counts.match, used.unpartnered.left]).toEqual([1, { keys: 4, meters: ["m1"], customers: [] }]);
  });
});

test("a customer without usage may be missing on the other side", async () => {
  const idle = days(["0", null], { customerId: "idle" });
  const { keys, unpartnered } = await sideBySide([row(), ...idle], [row()]);
  expect(keys.map(inShort)).toEqual(["match", "match no-data-vs-zero", "match no-data-vs-zero"]);
  expect(unpartnered.left.keys).toBe(0);
});

test("a key of one side has no hint about kinds or about its own value", async () => {
  const left = [row(), row({ windowStart: "2026-03-02", aggregation: "count", final: false })];
  const { keys } = await sideBySide(left, [row()]);
  expect(keys.map(inShort)).toEqual(["match", "left-only"]);
});

test.each(["__proto__", "constructor", "toString"])("names such as %s are compared as others", async (name) => {
  const named = (side: string): ComparableRow[] => [
    row({ meterId: name, customerId: name, groups: Object.fromEntries([[name, side]]) }),
  ];
  const map = {
    meters: Object.fromEntries([[name, "calls"]]),
    customers: Object.fromEntries([[name, "c1"]]),
    dimensions: Object.fromEntries([[name, "region"]]),
  };
  const own = { ...query, groupBy: [name] };
  const { keys } = await compare(own, { left: named("eu"), right: named("eu") });
  expect(keys.map(({ verdict, meter, groups }) => [verdict, meter, Object.entries(groups ?? {})])).toEqual([
    ["match", name, [[name, "eu"]]],
  ]);
  const mapped = { rows: named("eu"), map };
  const shared = { ...query, groupBy: ["region"], meters: ["calls"], customers: ["c1"] };
  const { counts } = await compare(shared, { left: mapped, right: [row({ groups: { region: "eu" } })] });
  expect(counts.match).toBe(1);
});

test("what the query names and neither side has is told", async () => {
  const change = { meters: ["calls", "slip"], customers: ["c1", "c9"] };
  const { absent } = await sideBySide([row()], [row()], { query: change });
  expect(absent).toEqual({ meters: ["slip"], customers: ["c9"] });
});

test("a meter in two units has no sum", async () => {
  const sides = [row({ unit: "USD" }), row({ unit: "EUR", windowStart: "2026-03-02" })];
  const { keys, totals } = await sideBySide(sides, sides);
  expect(keys.map(inShort)).toEqual(["match", "match"]);
  expect(totals).toMatchObject([{ left: null, right: null, difference: null }]);
});
