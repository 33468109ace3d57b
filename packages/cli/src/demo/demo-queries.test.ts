import { expect, it } from "vitest";
import { chooseCustomers, demoQueries, toCommand, toUsageQuery } from "./demo-queries.js";

const days = { from: "2026-03-03", to: "2026-03-10" };

it("chooses the shared customer, and those that use most kinds of things", () => {
  const customers = [1, 3, 2, 3].map((kinds, index) => ({
    id: String(index),
    eventTypes: Array.from({ length: kinds }, String),
  }));
  expect(chooseCustomers(customers, "0").map(({ id }) => id)).toEqual(["0", "1", "3"]);
  expect(chooseCustomers(customers, "3").map(({ id }) => id)).toEqual(["3", "1", "2"]);
});

it("asks each vendor by its own ids, in a query and in the command for it", () => {
  const questions = demoQueries([{ id: "uuid", name: "Northlight Atlas" }], ["api_calls"]);
  expect(questions).toEqual([
    { connection: "metronome", customers: ["uuid"] },
    { connection: "amberflo", customers: ["northlight-atlas"] },
    { connection: "amberflo-portal", meters: ["api_calls"] },
    { connection: "wowza-video" },
  ]);
  const [, amberflo = { connection: "" }, portal = { connection: "" }] = questions;
  expect(toUsageQuery(amberflo, days)).toEqual({
    connections: ["amberflo"],
    meters: undefined,
    customers: ["northlight-atlas"],
    start: "2026-03-03",
    end: "2026-03-10",
    window: "day",
  });
  expect(toCommand(portal, days, { command: ["pnpm", "metermux"], format: "ndjson" })).toBe(
    "pnpm metermux query --connection amberflo-portal --from 2026-03-03 --to 2026-03-10 --window day --meter api_calls --format ndjson",
  );
});
