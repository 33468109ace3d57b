import { expect, test } from "vitest";
import { normalizeQuery } from "./normalize.js";
import { type RowIdentity, rowKey } from "./row-key.js";

const row: RowIdentity = {
  ...{ vendor: "v", connection: "c", meterId: "m", customerId: null, window: "day", aggregation: "sum", groups: {} },
  ...{ windowStart: "2026-03-01T00:00:00Z", windowEnd: "2026-03-02T00:00:00Z" },
};

test.each([
  [
    ["UTC", "Etc/UTC", "GMT", "Etc/GMT", "Zulu", "Etc/Zulu", "UCT", "Universal", "Greenwich", "GMT0", "Etc/GMT-0"],
    "UTC",
  ],
  [["Asia/Kolkata", "Asia/Calcutta"], "Asia/Kolkata"],
  [["Europe/Kyiv", "Europe/Kiev"], "Europe/Kyiv"],
  [["America/New_York", "US/Eastern"], "America/New_York"],
  [["Europe/Berlin"], "Europe/Berlin"],
])("%j are one zone, in a query and in the keys of rows", (names, canonical) => {
  for (const timeZone of names) {
    expect(normalizeQuery({ start: "2026-03-01", end: "2026-03-02", window: "day", timeZone }).timeZone).toBe(
      canonical,
    );
    expect(rowKey(row, { timeZone })).toBe(rowKey(row, { timeZone: canonical }));
    expect(rowKey(row, { timeZone })).toContain(`zone=${canonical}&`);
  }
});

test("zones that differ are not one", () => {
  expect(rowKey(row, { timeZone: "Europe/London" })).not.toBe(rowKey(row, { timeZone: "UTC" }));
  expect(rowKey(row, { timeZone: "Etc/GMT-2" })).toContain("zone=Etc/GMT-2&");
});
