import { describe, expect, test } from "vitest";
import { compare } from "./compare.js";
import { query, row, sideBySide } from "./rows.test-support.js";
import type { ComparableRow, Side } from "./side.js";

const refusal = (field: string, message: string) =>
  expect.objectContaining({ code: "invalid_input", field, message: expect.stringContaining(message) });

describe("what is no side is refused by its name", () => {
  test.each<[unknown]>([[undefined], [null], [5], ["rows.ndjson"], [{}], [{ rows: 5 }], [{ usage: {} }]])(
    "%j",
    async (left) => {
      const comparison = compare(query, { left: left as Side, right: [row()] });
      await expect(comparison).rejects.toEqual(refusal("left", "{ usage, connections, map }"));
    },
  );

  test("nor are no options any", async () => {
    await expect(compare(query, undefined as never)).rejects.toEqual(refusal("options", "give left and right"));
  });
});

test.each<[unknown, string]>([
  [null, "right"],
  ["a line", "right"],
  [{ windowStart: "2026-03-01", value: "1" }, "right.meterId"],
  [{ meterId: 5, windowStart: "2026-03-01", value: "1" }, "right.meterId"],
])("a row such as %j is refused, and not passed over, whatever the query asks for", async (line, field) => {
  const comparison = sideBySide([row()], [line as ComparableRow], { query: { meters: ["calls"] } });
  await expect(comparison).rejects.toEqual(refusal(field, "cannot be used"));
});

describe("an id of one side in a query of shared names", () => {
  const map = { meters: { api_calls: "calls" }, customers: { "c-1": "c1" }, dimensions: { area: "region" } };
  const right = { rows: [row({ meterId: "api_calls" })], map };

  test.each([
    ["meters", { meters: ["api_calls"] }, "that is calls"],
    ["customers", { customers: ["c-1"] }, "that is c1"],
    ["groupBy", { groupBy: ["area"] }, "that is region"],
    ["filter", { filter: { area: ["eu"] } }, "that is region"],
  ])("would leave the side empty, and is refused: %s", async (field, change, message) => {
    const comparison = compare({ ...query, ...change }, { left: [row()], right });
    await expect(comparison).rejects.toEqual(refusal(field, message));
  });

  test("is none where it is a shared name too", async () => {
    const swapped = { rows: [row({ meterId: "other" })], map: { meters: { other: "calls", calls: "other" } } };
    const { counts } = await compare({ ...query, meters: ["calls"] }, { left: [row()], right: swapped });
    expect(counts.match).toBe(1);
  });
});

test("two rows of one key are shown as people write them", async () => {
  await expect(sideBySide([row(), row()], [row()])).rejects.toThrow("day 2026-03-01T00:00:00.000Z, cannot be used");
});

test("a value beyond every size is not shown whole", async () => {
  const error = await sideBySide([row({ value: "9".repeat(1001) })], [row()]).catch(String);
  expect(error).toContain("left.value");
  expect(String(error).length).toBeLessThan(200);
});

test("an id beyond every size is not shown whole", async () => {
  const meterId = "m".repeat(100_000);
  for (const left of [[row({ meterId }), row({ meterId })], [row({ meterId })]]) {
    const error = await sideBySide(left, [row()]).catch(String);
    expect(String(error).length).toBeLessThan(500);
  }
});
