import { describe, expect, it } from "vitest";
import { usageRow } from "../../test/row.js";
import { renderUsage } from "./usage-table.js";

/** The cells of a table, line by line, its heading first. */
function cells(table: string): string[][] {
  const lines = table.split("\n").filter((line) => line.startsWith("│"));
  return lines.map((line) =>
    line
      .slice(1, -1)
      .split("│")
      .map((cell) => cell.trim()),
  );
}

describe("renderUsage", () => {
  it("shows every digit, aligned right", () => {
    const large = "697523453932832234.401254285806";
    const table = renderUsage([usageRow({ value: large }), usageRow({ value: "-1" })]);
    expect(cells(table).map((row) => row.at(-1))).toEqual(["Value", large, "-1"]);
    expect(table).toContain(`│ ${large} │`);
    expect(table).toContain(` ${"-1".padStart(large.length)} │`);
  });

  it("tells no data, zero and a group without a value apart", () => {
    const rows = [
      usageRow({ value: null, groups: { region: null } }),
      usageRow({ value: "0", groups: { region: "" } }),
      usageRow({ value: "5", groups: { region: "eu" } }),
    ];
    const found = cells(renderUsage(rows)).map((row) => [row[3], row.at(-1)]);
    expect(found).toEqual([
      ["region", "Value"],
      ["(none)", "-"],
      ["", "0"],
      ["eu", "5"],
    ]);
  });

  it("has only the columns that say something", () => {
    const [plain] = cells(renderUsage([usageRow()]));
    expect(plain).toEqual(["Meter", "Kind", "Customer", "Window start (UTC)", "Value"]);
    const rows = [
      usageRow({ complete: false, incompleteReason: "open", unit: "bytes" }),
      usageRow({ connection: "other", customerId: null, customerName: null }),
    ];
    const [heading, first, second] = cells(renderUsage(rows));
    expect(heading).toEqual(["Connection", "Meter", "Kind", "Customer", "Window start (UTC)", "Value", "Unit", "Note"]);
    expect(first).toEqual(["metronome", "API calls", "count", "Northlight Atlas", "2026-03-01", "12", "bytes", "open"]);
    expect(second).toEqual(["other", "API calls", "count", "(account)", "2026-03-01", "12", "", ""]);
  });

  it("writes the hour of an hour, midnight included", () => {
    const starts = ["2026-03-01T00:00:00.000Z", "2026-03-01T13:00:00.000Z"];
    const rows = starts.map((windowStart) => usageRow({ window: "hour", windowStart }));
    expect(cells(renderUsage(rows)).map((row) => row[3])).toEqual([
      "Window start (UTC)",
      "2026-03-01T00:00Z",
      "2026-03-01T13:00Z",
    ]);
  });

  it("writes the windows of a zone by its clocks", () => {
    const table = renderUsage([usageRow({ windowStart: "2026-03-01T05:00:00.000Z" })], "America/New_York");
    expect(cells(table).map((row) => row[3])).toEqual(["Window start (America/New_York)", "2026-03-01"]);
  });

  it("adds the id to a name that two customers share, and shows the id without a name", () => {
    const rows = [
      usageRow({ customerId: "a", customerName: "Twin" }),
      usageRow({ customerId: "b", customerName: "Twin" }),
      usageRow({ customerId: "c", customerName: null }),
    ];
    expect(cells(renderUsage(rows)).map((row) => row[2])).toEqual(["Customer", "Twin (a)", "Twin (b)", "c"]);
  });

  it("keeps a vendor's control characters off the terminal", () => {
    const hostile = "\u001b[31mred\n\u202E\u2066\u200B";
    const row = usageRow({ customerName: hostile, groups: { [hostile]: hostile }, unit: hostile });
    const table = renderUsage([row]);
    expect(table).toContain("\u{FFFD}[31mred\u{FFFD}");
    expect(table.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });
});
