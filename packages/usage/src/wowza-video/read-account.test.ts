import { describe, expect, test } from "vitest";
import type { Question } from "../provider.js";
import { meters, planCalls } from "./plan.js";
import { readAccount } from "./read-account.js";

const start = Date.parse("2026-03-01T00:00:00Z");
const end = start + 86_400_000;
const question: Question = {
  operation: "GET /usage/account",
  spans: [{ start, end }],
  meters: meters.filter(({ id }) => id === "viewing_bytes" || id === "avg_viewing_seconds"),
  customers: [],
  scope: "every",
  start,
  end,
  window: "none",
  groupBy: [],
  timeZone: "UTC",
  filter: {},
};
const limits = { from: "2026-03-01T00:00:00.000Z", to: "2026-03-02T00:00:00.000Z" };
const account = { viewing_bytes: "22886", avg_viewing_seconds: "7" };

function readPage(answer: unknown, change: Partial<Question> = {}) {
  const [call] = planCalls({ ...question, ...change });
  if (call === undefined) throw new Error("no call was planned");
  // What comes has any shape.
  return readAccount(answer as Parameters<typeof readAccount>[0], call.request, call.question);
}
const read = (answer: unknown, change?: Partial<Question>) => readPage(answer, change).measurements;
const unexpected = (problem: string) =>
  expect.objectContaining({ code: "unexpected_response", message: expect.stringContaining(problem) });

test("gives a measurement for each counter, and null stays", () => {
  const shared = { customerId: null, start, end, groups: {} };
  expect(read({ account, limits })).toEqual([
    { meterId: "viewing_bytes", value: "22886", ...shared },
    { meterId: "avg_viewing_seconds", value: "7", ...shared },
  ]);
  const nulls = { account: { viewing_bytes: "0", avg_viewing_seconds: null }, limits };
  expect(read(nulls).map(({ value }) => value)).toEqual(["0", null]);
});

test("reads accounts where account is missing", () => {
  expect(read({ accounts: account, limits })).toHaveLength(2);
  expect(() => read({ limits })).toThrow(unexpected('no "account"'));
});

describe("a counter that is absent", () => {
  test.each(["viewing_bytes", "viewing_seconds"])("is refused where every answer has it: %s", (id) => {
    const asked = { meters: meters.filter((meter) => meter.id === id) };
    expect(() => read({ account: { egress_bytes: "1" }, limits }, asked)).toThrow(
      unexpected(`account.${id} is missing`),
    );
  });

  test("is named where some versions have it and others do not", () => {
    expect(readPage({ account: { viewing_bytes: "1" }, limits }).absent).toEqual(["avg_viewing_seconds"]);
    expect(readPage({ account, limits }).absent).toEqual([]);
  });
});

test.each([["5"], { bytes: "5" }, true, 5].map((value) => [value]))("refuses %j as a counter", (value) => {
  expect(() => read({ account: { ...account, viewing_bytes: value }, limits })).toThrow(
    unexpected("account.viewing_bytes"),
  );
});

describe("the range of an answer", () => {
  test("may be shorter than the one asked for", () => {
    const applied = { from: limits.from, to: "2026-03-01T12:00:00.000Z" };
    expect(read({ account, limits: applied })[0]?.end).toBe(start + 43_200_000);
  });

  test.each([
    ["months later", "2026-05-01T00:00:00.000Z", "2026-05-02T00:00:00.000Z"],
    ["from an hour before", "2026-02-28T23:00:00.000Z", "2026-03-02T00:00:00.000Z"],
    ["to an hour after", "2026-03-01T00:00:00.000Z", "2026-03-02T01:00:00.000Z"],
    ["of no length", "2026-03-01T00:00:00.000Z", "2026-03-01T00:00:00.000Z"],
    ["backwards", "2026-03-02T00:00:00.000Z", "2026-03-01T00:00:00.000Z"],
  ])("is refused where it is another: %s", (_, from, to) => {
    expect(() => read({ account, limits: { from, to } })).toThrow(unexpected("the answer is about"));
  });

  test.each([
    // Seen in one of the vendor's own samples.
    ["limits.from", { ...limits, from: "2022-01-26T12:60:00Z" }],
    ["limits.to", { from: limits.from }],
    ["limits.to", { ...limits, to: 1_772_409_600 }],
    ["limits", undefined],
    ["limits", []],
  ])("is refused where it is none: %s (%#)", (field, some) => {
    expect(() => read({ account, limits: some })).toThrow(unexpected(field));
  });

  test("is UTC where it has no zone, as the vendor's reference says, whatever the machine's", () => {
    const { TZ } = process.env;
    process.env.TZ = "America/New_York";
    try {
      const zoneless = { from: "2026-03-01T00:00:00.000", to: "2026-03-02 00:00:00" };
      expect(read({ account, limits: zoneless })[0]).toMatchObject({ start, end });
    } finally {
      if (TZ === undefined) delete process.env.TZ;
      else process.env.TZ = TZ;
    }
  });
});

describe("the resources of an answer", () => {
  const filter = { resource: ["vod_streams"] };

  test("are those of the filter", () => {
    expect(() => read({ account, limits: { ...limits, resources: ["transcoders"] } }, { filter })).toThrow(
      unexpected("is about transcoders"),
    );
    expect(read({ account, limits: { ...limits, resources: ["vod_streams"] } }, { filter })).toHaveLength(2);
    expect(() => read({ account, limits: { ...limits, resources: "vod_streams" } }, { filter })).toThrow(
      unexpected("limits.resources"),
    );
  });

  test("are the group, where it is grouped by them", () => {
    expect(read({ account, limits }, { groupBy: ["resource"] })[0]?.groups).toEqual({ resource: "transcoders" });
    expect(() =>
      read({ account, limits: { ...limits, resources: ["vod_streams"] } }, { groupBy: ["resource"] }),
    ).toThrow(unexpected("is about vod_streams"));
  });
});
