import { describe, expect, test } from "vitest";
import type { Question } from "../provider.js";
import { readAccount } from "./index.js";
import { meters, planCalls } from "./plan.js";

const start = Date.parse("2026-03-01");
const day = 86_400_000;
const spans = [
  { start, end: start + day },
  { start: start + day, end: start + 2 * day },
];
const question: Question = {
  operation: "GET /usage/account",
  spans,
  meters: meters.filter(({ id }) => id === "viewing_bytes" || id === "avg_viewing_seconds"),
  customers: [],
  scope: "every",
  start,
  end: start + 2 * 86_400_000,
  window: "none",
  groupBy: [],
  filter: {},
};

describe("planCalls", () => {
  test("asks for each range by itself, with both bounds", () => {
    expect(planCalls(question).map(({ request }) => request)).toEqual([
      { from: "2026-03-01 00:00:00", to: "2026-03-02 00:00:00" },
      { from: "2026-03-02 00:00:00", to: "2026-03-03 00:00:00" },
    ]);
  });

  test("filters by resource, and refuses one that does not exist", () => {
    const [call] = planCalls({ ...question, filter: { resource: ["vod_streams"] } });
    expect(call?.request).toMatchObject({ "filter[0][field]": "resource", "filter[0][eq]": "vod_streams" });
    expect(() => planCalls({ ...question, filter: { resource: ["live"] } })).toThrow(
      expect.objectContaining({ code: "unsupported" }),
    );
  });
});

describe("readAccount", () => {
  const limits = { from: "2026-03-01T00:00:00.000Z", to: "2026-03-02T00:00:00.000Z" };
  const [call] = planCalls(question);
  if (call === undefined) throw new Error("no call was planned");
  const read = (answer: Parameters<typeof readAccount>[0], request = call.request) =>
    readAccount(answer, request, question).measurements;

  test("gives a measurement for each counter that is there; an absent one is not invented, and null stays", () => {
    const shared = { customerId: null, start, end: start + 86_400_000, groups: {} };
    expect(read({ account: { viewing_bytes: "22886" }, limits })).toEqual([
      { meterId: "viewing_bytes", value: "22886", ...shared },
    ]);
    expect(
      read({ account: { viewing_bytes: "0", avg_viewing_seconds: null }, limits }).map(({ value }) => value),
    ).toEqual(["0", null]);
  });

  test("reads accounts where account is missing", () => {
    expect(read({ accounts: { viewing_bytes: "1" }, limits })).toHaveLength(1);
    expect(() => read({ limits })).toThrow('no "account"');
  });

  test("is about the range that the vendor applied, whatever was asked", () => {
    const applied = { from: limits.from, to: "2026-03-01T12:00:00.000Z" };
    expect(read({ account: { viewing_bytes: "1" }, limits: applied })[0]?.end).toBe(start + 43_200_000);
    // Seen in one of the vendor's own samples.
    const impossible = { from: "2022-01-26T12:60:00Z", to: limits.to };
    expect(() => read({ account: { viewing_bytes: "1" }, limits: impossible })).toThrow("came as limits.from");
  });

  test("refuses an answer about other resources", () => {
    const request = { ...call.request, "filter[0][field]": "resource", "filter[0][eq]": "vod_streams" } as const;
    expect(() => read({ account: {}, limits: { ...limits, resources: ["transcoders"] } }, request)).toThrow(
      "is about transcoders",
    );
    expect(read({ account: {}, limits: { ...limits, resources: ["vod_streams"] } }, request)).toEqual([]);
  });
});
