import { expect, it } from "vitest";
import { series } from "../../test/series.js";
import { groupByMeasured } from "./agreement.js";
import { renderComparison } from "./comparison-table.js";

/** The cells of every line of the tables but their values and charts, and without the headings. */
function cells(...given: Parameters<typeof series>[0][]): (string | undefined)[][] {
  const things = groupByMeasured(given.map((changes) => series(changes)));
  const shown = renderComparison(things, "customer-1", ({ customerId }) => customerId ?? "all 3");
  return shown
    .split("\n")
    .filter((line) => line.startsWith("│") && !line.startsWith("│ Measured"))
    .map((line) => line.slice(1, -1).split("│"))
    .map((line) => [line[0], line[1], line[2], line.at(-1)].map((cell) => cell?.trim()));
}

it("shows totals, and of the shared customer what has no total", () => {
  const lines = cells(
    { customerId: null },
    { customerId: null, connection: "amberflo" },
    {},
    { connection: "amberflo" },
    { connection: "amberflo-portal" },
    { customerId: "customer-2" },
    { customerId: "customer-2", connection: "amberflo" },
  );
  expect(lines).toEqual([
    ["API calls", "metronome", "all 3", "2 of 2"],
    ["", "amberflo", "all 3", "2 of 2"],
    ["", "amberflo-portal", "customer-1", "3 of 3"],
  ]);
});

it("shows all four where four tell the same, and marks the one that differs", () => {
  const lines = cells(
    { customerId: null },
    {},
    { connection: "amberflo" },
    { connection: "amberflo-portal" },
    { connection: "wowza-video", days: ["1", "3"] },
  );
  expect(lines).toEqual([
    ["API calls", "metronome", "all 3", ""],
    ["", "metronome", "customer-1", "3 of 4 ≠"],
    ["", "amberflo", "customer-1", "3 of 4 ≠"],
    ["", "amberflo-portal", "customer-1", "3 of 4 ≠"],
    ["", "wowza-video", "customer-1", "1 of 4 ≠"],
  ]);
});

it("shows what does not add up by the highest three customers, in order, after what does", () => {
  const latency = { aggregation: "max", key: "latency", name: "Latency" } as const;
  const lines = cells(
    { ...latency, value: "10.5" },
    { ...latency, value: "10.5", connection: "amberflo" },
    { ...latency, value: null, customerId: "customer-4" },
    { ...latency, value: "9", customerId: "customer-2" },
    { ...latency, value: "9", customerId: "customer-2", connection: "amberflo" },
    { ...latency, value: "100", customerId: "customer-3" },
    { connection: "wowza-video" },
  );
  expect(lines).toEqual([
    ["API calls", "wowza-video", "customer-1", ""],
    ["Latency", "metronome", "customer-3", ""],
    ["", "metronome", "customer-1", "2 of 2"],
    ["", "amberflo", "customer-1", "2 of 2"],
    ["", "metronome", "customer-2", "2 of 2"],
  ]);
});

it("shows a value that is not there as no data", () => {
  const things = groupByMeasured([series({ value: null, days: [null, null] })]);
  expect(renderComparison(things, "customer-1", () => "it")).toMatch(/│ count │ +- │ {8}│/);
});
